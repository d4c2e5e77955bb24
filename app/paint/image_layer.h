// ImageLayer: one picture of the canvas with what was painted over it, where it is placed and how much of it is seen.
// Used by the canvas's state. Thread rule: a value; copies share their pixels and may go to other threads.
#pragma once

#include <QImage>
#include <QPoint>
#include <QString>
#include <QTransform>

#include "base/strong_id.h"
#include "paint/tiles.h"

class QPainter;

namespace heddle::paint {

struct LayerTag;
using LayerId = StrongId<LayerTag>;

struct ImageLayer {
  LayerId id;
  QString name;
  QImage image;          // RGB32 or ARGB32; null: there are the colours alone
  TiledColours colours;  // over the image; its size is the layer's
  QPoint at;             // of its left upper corner, in pixels of the canvas
  double scale = 1;
  bool isMirrored = false;  // left and right
  bool isFlipped = false;   // above and below
  double opacity = 1;
  bool isVisible = true;

  [[nodiscard]] QSize size() const { return colours.size(); }
  // From the layer's pixels to the canvas's.
  [[nodiscard]] QTransform transform() const;
  // Each of its pixels is one of the canvas's, unmixed.
  [[nodiscard]] bool isUnscaled() const { return scale == 1 && !isMirrored && !isFlipped && opacity == 1; }
};

[[nodiscard]] ImageLayer layerOf(const QImage& image, const QString& name);
[[nodiscard]] ImageLayer emptyLayer(QSize size, const QString& name);

// Differs in anything but its colours.
[[nodiscard]] bool hasOtherFacts(const ImageLayer& a, const ImageLayer& b);

// Draws what is within `seen`, in the canvas's pixels, of a visible layer. The painter's coordinates are the canvas's.
void drawLayer(QPainter& painter, const ImageLayer& layer, const QRect& seen);
// Draws the tiles of `colours` within `seen`.
void drawColours(QPainter& painter, const TiledColours& colours, const QRect& seen);

}  // namespace heddle::paint
