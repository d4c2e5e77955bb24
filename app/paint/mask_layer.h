// MaskLayer: one mask of the canvas, by its purpose. Used by the canvas's state. Thread rule: a value; copies share
// their pixels and may go to other threads.
#pragma once

#include <QRgb>
#include <cstdint>

#include "paint/image_layer.h"
#include "paint/tiles.h"

namespace heddle::paint {

enum class MaskPurpose : std::uint8_t {
  change,  // white is made new
  scale,   // how much λ of the reference acts: its brush's value
  control  // how much the structure of the image acts
};

struct MaskLayer {
  LayerId id;
  MaskPurpose purpose = MaskPurpose::change;
  TiledMask mask;  // of the canvas's size
  bool isVisible = true;
};

// The colour in which a mask is shown; opaque.
[[nodiscard]] constexpr QRgb colourOf(MaskPurpose purpose) {
  return purpose == MaskPurpose::change  ? qRgb(224, 60, 70)
         : purpose == MaskPurpose::scale ? qRgb(190, 110, 220)
                                         : qRgb(60, 170, 200);
}

}  // namespace heddle::paint
