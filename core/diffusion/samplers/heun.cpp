// heun - Karras et al. 2022, "Elucidating the design space of diffusion-based generative models", algorithm 2 without
// churn. Two network calls a step, one in the last. Their x is ours divided by alpha.
#include <ATen/TensorOperators.h>

#include "diffusion/sampler.h"

namespace heddle::diffusion {

// dx / dsigma in Karras' convention. The noise prediction itself, unless the estimate of x0 is clamped.
static at::Tensor slope(const at::Tensor& x, const NoiseLevel& level, StepContext& context) {
  const Prediction prediction = context.denoise(x, level);
  if (context.options.clip_range <= 0) return prediction.eps();
  return (x / level.alpha - context.clipped(prediction.denoised())) / level.karras_sigma();
}

static at::Tensor heun_step(const at::Tensor& x, const Step& step, StepContext& context) {
  const double distance = step.next.karras_sigma() - step.at.karras_sigma();
  const at::Tensor start = x / step.at.alpha;
  const at::Tensor first = slope(x, step.at, context);
  const at::Tensor guess = (start + first * distance) * step.next.alpha;
  if (step.next.sigma == 0) return guess;
  const at::Tensor second = slope(guess, step.next, context);
  return (start + (first + second) * (0.5 * distance)) * step.next.alpha;
}

void register_heun(SamplerSetup& setup) {
  setup.add({.name = "heun",
             .step = heun_step,
             .spacing = TimestepSpacing::continuous,
             .final_sigma = FinalSigma::clean,
             .default_schedule = "linspace",
             .starts_at_sigma = true});
}

}  // namespace heddle::diffusion
