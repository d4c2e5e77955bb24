// Line art, classical: white strokes, soft like pencil, where a picture is darker than its surroundings.
// Used by the node annotate.line_art. Thread rule: pure function. Source: sd-webui-controlnet, "lineart_standard".
#pragma once

#include "image/image.h"

namespace heddle::imaging {

struct LineArtOptions {
  double sigma = 6;      // pixels: how wide the surroundings are
  double threshold = 8;  // of the difference, 0..255: what is below does not count for the brightness of the strokes
};

// One channel. The median of what is above the threshold becomes 127. Requires: not empty, sigma > 0.
[[nodiscard]] image::Image line_art(const image::Image& image, const LineArtOptions& options);

}  // namespace heddle::imaging
