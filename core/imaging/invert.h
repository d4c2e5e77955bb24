// Every colour's opposite: dark lines on paper become the white lines on black that ControlNets were trained on.
// Used by the node annotate.invert. Thread rule: pure function. Source: sd-webui-controlnet, preprocessor "invert".
#pragma once

#include "image/image.h"

namespace heddle::imaging {

// RGB, 255 - value. Requires: not empty.
[[nodiscard]] image::Image invert(const image::Image& image);

}  // namespace heddle::imaging
