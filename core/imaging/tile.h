// A tile map: the picture with its finest detail gone, which ControlNet tile fills in again.
// Used by the node annotate.tile. Thread rule: pure function. Source: sd-webui-controlnet, preprocessor
// "tile_resample".
#pragma once

#include "image/image.h"

namespace heddle::imaging {

// RGB, of the picture's size: mean colours down by `rate` (below 1.1 the picture itself), linear up again.
// Requires: not empty, rate >= 1.
[[nodiscard]] image::Image tile(const image::Image& image, double rate);

}  // namespace heddle::imaging
