// dpmpp_2m_sde - The stochastic form of dpmpp_2m: Lu et al. 2022, "DPM-Solver++", appendix on SDE-DPM-Solver++(2M).
// Each step adds plain noise, as diffusers does; k-diffusion's variant takes it from a Brownian tree and gives other
// pictures.
#include <ATen/TensorOperators.h>

#include <cmath>

#include "diffusion/samplers/multistep.h"

namespace heddle::diffusion {

static at::Tensor dpmpp_2m_sde_step(const at::Tensor& x, const Step& step, StepContext& context) {
  const Prediction prediction = context.denoise(x, step.at);
  if (has_no_distance(step)) return x;
  context.state.remember(step.at, prediction.denoised(), 2);
  const int order = multistep_order(step, context.state, 2);
  const auto [h, d0, d1, d2] = differences(step, context.state, order);
  const at::Tensor denoised = order == 1 ? d0 : d0 + d1 * 0.5;
  const double replaced = -std::expm1(-2 * h);  // share of the variance that is new noise
  return x * (step.next.sigma / step.at.sigma * std::exp(-h)) + denoised * (step.next.alpha * replaced) +
         context.noise() * (step.next.sigma * std::sqrt(replaced));
}

void register_dpmpp_2m_sde(SamplerSetup& setup) {
  setup.add({.name = "dpmpp_2m_sde",
             .step = dpmpp_2m_sde_step,
             .spacing = TimestepSpacing::intervals,
             .final_sigma = FinalSigma::clean,
             .default_schedule = "linspace",
             .draws_noise = true});
}

}  // namespace heddle::diffusion
