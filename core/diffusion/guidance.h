// Classifier-free guidance: uncond + guidance_scale * (cond - uncond) (Ho and Salimans 2022). Used by the denoiser.
// Plain values.
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

namespace heddle::diffusion {

struct GuidanceValue {
  double guidance_scale = 7.5;  // 1 = the condition alone
  double rescale = 0;  // 0 to 1: how much of the condition's contrast is restored (Lin et al. 2023, section 3.4)

  // At a scale of 1 and below the unconditional half is left out, as in the reference: every such value means "the
  // condition alone".
  [[nodiscard]] bool needs_unconditional() const { return guidance_scale > 1; }
  bool operator==(const GuidanceValue&) const = default;
};

// The same for several conditions at once (Liu et al. 2022, "Compositional visual generation with composable diffusion
// models"): uncond + guidance_scale * sum of weight * (cond - uncond); a guidance scale below 1 counts as 1.
// `conds` and `weights` have one entry a condition.
at::Tensor composed_guidance(const at::Tensor& uncond, const std::vector<at::Tensor>& conds,
                             const std::vector<double>& weights, const GuidanceValue& guidance);

// uncond + guidance_scale * (cond - uncond), with the contrast of each picture brought back towards cond's by
// `rescale`. Both (batch, channels, height, width).
at::Tensor classifier_free_guidance(const at::Tensor& uncond, const at::Tensor& cond, const GuidanceValue& guidance);

}  // namespace heddle::diffusion
