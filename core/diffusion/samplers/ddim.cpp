// ddim - Song, Meng and Ermon 2020, "Denoising diffusion implicit models", equations 12 and 16. eta 0 is deterministic,
// eta 1 adds as much noise as DDPM.
#include <ATen/TensorOperators.h>

#include <algorithm>
#include <cmath>

#include "diffusion/sampler.h"

namespace heddle::diffusion {

// Equation 16: the deviation of the noise that a step adds.
static double added_deviation(const Step& step, double eta) {
  const double kept = step.at.alpha / step.next.alpha;
  return eta * step.next.sigma / step.at.sigma * std::sqrt(std::max(0.0, 1 - kept * kept));
}

static at::Tensor ddim_step(const at::Tensor& x, const Step& step, StepContext& context) {
  const Prediction prediction = context.denoise(x, step.at);
  const at::Tensor denoised = context.clipped(prediction.denoised());
  const double added = added_deviation(step, context.options.eta);
  const double kept = std::sqrt(std::max(0.0, step.next.sigma * step.next.sigma - added * added));
  const at::Tensor moved = denoised * step.next.alpha + prediction.eps() * kept;
  return context.options.eta > 0 ? moved + context.noise() * added : moved;
}

void register_ddim(SamplerSetup& setup) {
  setup.add({.name = "ddim",
             .step = ddim_step,
             .spacing = TimestepSpacing::strides,
             .final_sigma = FinalSigma::configured,
             .default_schedule = "leading",
             .uses_eta = true});
}

}  // namespace heddle::diffusion
