// A normal map from a depth map or from what a network sees: the direction in which each place of the surface looks, as
// a colour. Used by the nodes annotate.normal and annotate.midas_normal. Thread rule: pure function. Source:
// lllyasviel/ControlNet, annotator/midas (a = 2 pi; near is white; the background is flat).
#pragma once

#include "image/image.h"
#include "imaging/plane.h"

namespace heddle::imaging {

struct NormalOptions {
  double relief = 400;      // how deep the range from black to white is, in the units of MiDaS; more is steeper
  double background = 0.1;  // 0..1 of the range: what is farther away counts as flat
  double smooth = 2;        // sigma in pixels of a Gaussian before: 256 levels of depth would be seen as terraces
  bool reversed = true;     // blue, green, red: what ControlNet normal of v1.0 takes; false: x red, y green, z blue
};

// RGB: 127.5 + 127.5 * direction, cut to whole numbers. Requires: not empty.
[[nodiscard]] image::Image normal_map(const image::Image& depth, const NormalOptions& options);

// The same of nearness in MiDaS' unit, as the reference does it; `relief` is then a factor, and 1 changes nothing. The
// background is a share of its own range. Requires: not empty.
[[nodiscard]] image::Image normals_of_nearness(const Plane& nearness, const NormalOptions& options);

}  // namespace heddle::imaging
