// A Gaussian blur: for ControlNets that take a blurred picture, and before other annotators.
// Used by the node annotate.blur. Thread rule: pure function. Source: cv::GaussianBlur; sd-webui-controlnet's
// blur_gaussian.
#pragma once

#include "image/image.h"

namespace heddle::imaging {

// RGB. `sigma` in pixels, > 0; the kernel is odd and about 6 sigma wide, the borders are mirrored. From 16 on it is
// made at a smaller size, which differs by a few levels at most. Requires: not empty.
[[nodiscard]] image::Image blur(const image::Image& image, double sigma);

}  // namespace heddle::imaging
