// A picture made larger on any side, with a mask of what is new. Used by job and the window. Thread rule: pure
// function.
#pragma once

#include "image/image.h"

namespace heddle::inpaint {

struct Sides {
  int left = 0, top = 0, right = 0, bottom = 0;
  [[nodiscard]] bool any() const { return left > 0 || top > 0 || right > 0 || bottom > 0; }
};

struct Extended {
  image::Image image;  // the new part repeats the edge; of the image's own channels
  image::Image mask;   // the given mask, 255 where the picture is new
};

// Requires: mask and image of one size.
[[nodiscard]] Extended extended(const image::Image& image, const image::Image& mask, const Sides& sides);

}  // namespace heddle::inpaint
