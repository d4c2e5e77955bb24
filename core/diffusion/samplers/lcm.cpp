// lcm - Luo et al. 2023, "Latent consistency models", algorithm 3: jump to an estimate of the clean image, add noise
// to the next level, repeat. For models or LoRAs distilled for it, in 4 to 8 steps at low guidance.
#include <ATen/TensorOperators.h>

#include <cmath>

#include "diffusion/sampler.h"

namespace heddle::diffusion {

static at::Tensor lcm_step(const at::Tensor& x, const Step& step, StepContext& context) {
  constexpr double kSigmaData = 0.5;
  const double time = step.at.t * context.options.timestep_scaling;
  const double total = time * time + kSigmaData * kSigmaData;
  const double skip = kSigmaData * kSigmaData / total;
  const double out = time / std::sqrt(total);
  const at::Tensor clean = context.clipped(context.denoise(x, step.at).denoised()) * out + x * skip;
  if (step.is_last()) return clean;
  return clean * step.next.alpha + context.noise() * step.next.sigma;
}

void register_lcm(SamplerSetup& setup) {
  setup.add({.name = "lcm",
             .step = lcm_step,
             .spacing = TimestepSpacing::intervals,
             .final_sigma = FinalSigma::clean,
             .default_schedule = "lcm",
             .draws_noise = true});
}

}  // namespace heddle::diffusion
