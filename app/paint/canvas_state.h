// CanvasState: all that undo brings back: the image layers and the masks. Used by the canvas, its journal, and the
// threads that read it. Thread rule: a value; copies share their pixels and may go to other threads.
#pragma once

#include <QImage>
#include <QString>
#include <set>
#include <vector>

#include "image/image.h"
#include "paint/image_layer.h"
#include "paint/mask_layer.h"

namespace heddle::paint {

struct CanvasState {
  QSize size;
  std::vector<ImageLayer> images;  // the lowest first; never empty on a canvas with a picture
  std::vector<MaskLayer> masks;    // the first is that of what changes

  [[nodiscard]] bool isEmpty() const { return images.empty(); }
  [[nodiscard]] QRect rect() const { return {{0, 0}, size}; }
  [[nodiscard]] const ImageLayer* image(LayerId id) const;
  [[nodiscard]] ImageLayer* image(LayerId id);
  [[nodiscard]] const MaskLayer* mask(LayerId id) const;
  [[nodiscard]] MaskLayer* mask(LayerId id);
  [[nodiscard]] const MaskLayer* mask(MaskPurpose purpose) const;
  // An id that no layer has.
  [[nodiscard]] LayerId freeId() const;
  void addTiles(std::set<const void*>& masks, std::set<const void*>& colours) const;
};

// A picture as a canvas, with a black mask. May convert: not for the window's thread.
[[nodiscard]] CanvasState stateFor(const QImage& image, const QString& name);
// A decoded picture in the format that a canvas shows: RGB32, or ARGB32 where it has an alpha channel.
[[nodiscard]] QImage canvasImage(const image::Image& image);

// The layers as one image. Where the lowest is alone, its own pixels, shared; where every layer is unscaled, no pixel
// is rounded that no other layer covers. May take long: not for the window's thread where pictures are large.
[[nodiscard]] QImage flattened(const CanvasState& state);
// Whether flattened() copies nothing.
[[nodiscard]] bool isFlat(const CanvasState& state);

// The colour that is seen at a place. Requires: within the canvas.
[[nodiscard]] QRgb colourAt(const CanvasState& state, QPoint place);

// What is to be painted again where `after` takes the place of `before`; all of it where layers came, went or moved.
[[nodiscard]] QRect changedArea(const CanvasState& before, const CanvasState& after);

}  // namespace heddle::paint
