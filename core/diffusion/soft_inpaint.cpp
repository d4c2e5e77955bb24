#include "diffusion/soft_inpaint.h"

#include <ATen/TensorOperators.h>

#include <cmath>

namespace heddle::diffusion {

namespace {

at::Tensor length_of(const at::Tensor& latents) { return latents.norm(2, {1}, true); }

}  // namespace

at::Tensor soft_blend(const at::Tensor& original, const at::Tensor& denoised, const at::Tensor& mask,
                      const NoiseLevel& level, const SoftInpaint& settings) {
  constexpr double kTiny = 1e-6;
  const double karras_sigma = level.sigma / level.alpha;
  const at::Tensor share = mask.pow(std::pow(karras_sigma, settings.schedule_bias) * settings.preservation_strength);
  const at::Tensor mixed = original * (1.0 - share) + denoised * share;
  const double power = settings.transition_contrast;
  const at::Tensor wanted =
      (length_of(original).pow(power) * (1.0 - share) + length_of(denoised).pow(power) * share).pow(1.0 / power);
  return mixed * (wanted / length_of(mixed).clamp_min(kTiny));
}

}  // namespace heddle::diffusion
