// Black and white by a threshold. Used by the node annotate.threshold.
// Thread rule: pure function. Source: sd-webui-controlnet, preprocessor "threshold".
#pragma once

#include "image/image.h"

namespace heddle::imaging {

// One channel: 255 where the darkest of the three colours is above `level` (0..255), else 0. Requires: not empty.
[[nodiscard]] image::Image threshold(const image::Image& image, int level);

}  // namespace heddle::imaging
