// Canny edges: white lines, one pixel wide, where brightness or colour changes sharply; what ControlNet canny was
// trained on. Used by the node annotate.canny. Thread rule: pure function. Source: Canny 1986 as OpenCV's cv::Canny has
// it.
#pragma once

#include "image/image.h"

namespace heddle::imaging {

struct CannyOptions {
  double low = 100;   // gradient (L1, of the strongest channel) from which an edge continues
  double high = 200;  // and from which it begins; the larger of the two counts as this one
  double blur = 0;    // sigma in pixels of a Gaussian before; 0: none
};

// One channel, 0 or 255. Sobel of 3x3 on RGB. Requires: a picture that is not empty.
[[nodiscard]] image::Image canny(const image::Image& image, const CannyOptions& options);

}  // namespace heddle::imaging
