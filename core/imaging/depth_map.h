// A depth map from an image of depth that the user has (a renderer's z pass, a scan, a painting in grey), or from what
// a network sees. Used by the nodes annotate.depth and annotate.midas. Thread rule: pure functions. Source: MiDaS as
// ControlNet has it: near is white, each picture spread from its least to its greatest value.
#pragma once

#include "image/image.h"
#include "imaging/plane.h"

namespace heddle::imaging {

struct DepthOptions {
  bool invert = false;    // the picture has near in black
  bool normalise = true;  // least to 0, greatest to 255
};

// One channel: the picture's brightness (ITU-R 601). A flat picture stays as it is. Requires: not empty.
[[nodiscard]] image::Image depth_map(const image::Image& image, const DepthOptions& options);

struct NearnessOptions {
  double background = 0;  // 0..1 of the range: what is farther away becomes black
  double curve = 1;       // > 0; above 1 darkens what is between near and far, below 1 lightens it
};

// Near is large, in any unit -> one channel, least to 0 and greatest to 255. A flat plane is black. Requires: not
// empty.
[[nodiscard]] image::Image depth_of_nearness(const Plane& nearness, const NearnessOptions& options);

// How many different values a one-channel picture has, 1 to 256. Few mean steps where a slope should be.
[[nodiscard]] int grey_levels(const image::Image& grey);

}  // namespace heddle::imaging
