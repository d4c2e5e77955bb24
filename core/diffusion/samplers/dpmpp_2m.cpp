// dpmpp_2m - Lu et al. 2022, "DPM-Solver++: fast solver for guided sampling of diffusion probabilistic models",
// algorithm 2: second order in the prediction of x0, multistep, midpoint.
#include <ATen/TensorOperators.h>

#include <cmath>

#include "diffusion/samplers/multistep.h"

namespace heddle::diffusion {

static at::Tensor dpmpp_2m_step(const at::Tensor& x, const Step& step, StepContext& context) {
  const Prediction prediction = context.denoise(x, step.at);
  if (has_no_distance(step)) return x;
  context.state.remember(step.at, prediction.denoised(), 2);
  const int order = multistep_order(step, context.state, 2);
  const auto [h, d0, d1, d2] = differences(step, context.state, order);
  const at::Tensor denoised = order == 1 ? d0 : d0 + d1 * 0.5;
  return x * (step.next.sigma / step.at.sigma) - denoised * (step.next.alpha * std::expm1(-h));
}

void register_dpmpp_2m(SamplerSetup& setup) {
  setup.add({.name = "dpmpp_2m",
             .step = dpmpp_2m_step,
             .spacing = TimestepSpacing::intervals,
             .final_sigma = FinalSigma::clean,
             .default_schedule = "linspace"});
}

}  // namespace heddle::diffusion
