// A depth map from an image of depth that the user has: a renderer's z pass, a scan, a painting in grey.
// Used by the node annotate.depth. Thread rule: pure functions. Source: MiDaS as ControlNet has it: near is white, each
// picture spread from its least to its greatest value.
#pragma once

#include "image/image.h"

namespace heddle::imaging {

struct DepthOptions {
  bool invert = false;    // the picture has near in black
  bool normalise = true;  // least to 0, greatest to 255
};

// One channel: the picture's brightness (ITU-R 601). A flat picture stays as it is. Requires: not empty.
[[nodiscard]] image::Image depth_map(const image::Image& image, const DepthOptions& options);

// How many different values a one-channel picture has, 1 to 256. Few mean steps where a slope should be.
[[nodiscard]] int grey_levels(const image::Image& grey);

}  // namespace heddle::imaging
