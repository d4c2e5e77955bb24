// Plane: what an annotator's network gives, one number a pixel. Used by the annotators that draw it. A view: the
// numbers outlive it. A value.
#pragma once

#include <span>

namespace heddle::imaging {

struct Plane {
  int width = 0, height = 0;
  std::span<const float> values;  // row by row
};

}  // namespace heddle::imaging
