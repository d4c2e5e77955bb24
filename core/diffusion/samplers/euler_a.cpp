// euler_a - Ancestral Euler (k-diffusion's sample_euler_ancestral, eta 1): an Euler step to a lower level, then as much
// noise as brings x back to the next one. Karras et al. 2022's x is ours divided by alpha.
#include <ATen/TensorOperators.h>

#include <algorithm>
#include <cmath>

#include "diffusion/sampler.h"

namespace heddle::diffusion {

static at::Tensor euler_a_step(const at::Tensor& x, const Step& step, StepContext& context) {
  const double here = step.at.karras_sigma();
  const double next = step.next.karras_sigma();
  const double up = next / here * std::sqrt(std::max(0.0, here * here - next * next));
  const double down = std::sqrt(std::max(0.0, next * next - up * up));
  const at::Tensor slope = context.denoise(x, step.at).eps();
  return (x / step.at.alpha + slope * (down - here) + context.noise() * up) * step.next.alpha;
}

void register_euler_a(SamplerSetup& setup) {
  setup.add({.name = "euler_a",
             .step = euler_a_step,
             .spacing = TimestepSpacing::continuous,
             .final_sigma = FinalSigma::clean,
             .default_schedule = "linspace",
             .draws_noise = true,
             .starts_at_sigma = true});
}

}  // namespace heddle::diffusion
