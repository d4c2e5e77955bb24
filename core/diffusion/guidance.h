// Guidance: how far the picture is pushed from the unconditional towards the conditional prediction (Ho and Salimans
// 2022). Used by the denoiser; lanes are used by whoever starts a run. Plain values.
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

namespace heddle::diffusion {

struct GuidanceValue {
  double w = 7.5;      // 1 = the condition alone
  double rescale = 0;  // 0 to 1: how much of the condition's contrast is restored (Lin et al. 2023, section 3.4)

  // At w <= 1 the unconditional half is left out, as in the reference: every such value means "the condition alone".
  [[nodiscard]] bool needs_unconditional() const { return w > 1; }
  bool operator==(const GuidanceValue&) const = default;
};

// Guidance per step. A lane shorter than the run keeps its last value; an empty one is the default.
struct GuidanceLane {
  std::vector<double> w{7.5};
  double rescale = 0;

  [[nodiscard]] GuidanceValue at(int step) const;
};

// uncond + w (cond - uncond), with the contrast of each picture brought back towards cond's by `rescale`.
// Both (batch, channels, height, width).
at::Tensor guided(const at::Tensor& uncond, const at::Tensor& cond, const GuidanceValue& guidance);

}  // namespace heddle::diffusion
