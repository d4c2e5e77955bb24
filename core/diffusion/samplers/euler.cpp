// euler - Karras et al. 2022, "Elucidating the design space of diffusion-based generative models", algorithm 2 without
// churn and without the second call. Their x is ours divided by alpha, and dx / dsigma is the noise prediction.
#include <ATen/TensorOperators.h>

#include "diffusion/sampler.h"

namespace heddle::diffusion {

static at::Tensor euler_step(const at::Tensor& x, const Step& step, StepContext& context) {
  const at::Tensor slope = context.denoise(x, step.at).eps();
  return (x / step.at.alpha + slope * (step.next.karras_sigma() - step.at.karras_sigma())) * step.next.alpha;
}

void register_euler(SamplerSetup& setup) {
  setup.add({.name = "euler",
             .step = euler_step,
             .spacing = TimestepSpacing::continuous,
             .final_sigma = FinalSigma::clean,
             .default_schedule = "linspace",
             .starts_at_sigma = true});
}

}  // namespace heddle::diffusion
