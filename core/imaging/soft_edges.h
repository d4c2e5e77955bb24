// Soft edges, classical: a stand-in for HED and PiDiNet that needs no network. Broad outlines come out strong, texture
// weak. Used by the node annotate.soft_edges. Thread rule: pure function. Our own definition: at three scales (Gaussian
// of 1 pixel; half and quarter size) the gradient's length, Sobel of 3x3, the strongest of the three colours; their
// weighted mean, less what a step of 2 in 255 leaves, brought to the 98th hundredth of the picture but never amplified
// beyond what a step of 24 in 255 would need, through 1 - exp(-2 x strength).
#pragma once

#include "image/image.h"

namespace heddle::imaging {

struct SoftEdgeOptions {
  double strength = 1;  // > 0
  double detail = 0.5;  // 0: the coarsest scale alone, 1: the finest alone, 0.5: all alike
  bool safe = false;    // three levels only (0, 127, 255), which hide shading: sd-webui-controlnet's "safe" variants
};

// One channel. Requires: not empty.
[[nodiscard]] image::Image soft_edges(const image::Image& image, const SoftEdgeOptions& options);

}  // namespace heddle::imaging
