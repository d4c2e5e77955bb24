// dpm_solver_2 - Lu et al. 2022, "DPM-Solver: a fast ODE solver for diffusion probabilistic model sampling", second
// order in the noise prediction, as a multistep method (midpoint). Ends at the first trained level.
#include <ATen/TensorOperators.h>

#include <cmath>

#include "diffusion/samplers/multistep.h"

namespace heddle::diffusion {

static at::Tensor dpm_solver_2_step(const at::Tensor& x, const Step& step, StepContext& context) {
  const Prediction prediction = context.denoise(x, step.at);
  if (has_no_distance(step)) return x;
  context.state.remember(step.at, prediction.eps(), 2);
  const int order = multistep_order(step, context.state, 2);
  const auto [h, d0, d1, d2] = differences(step, context.state, order);
  const at::Tensor eps = order == 1 ? d0 : d0 + d1 * 0.5;
  return x * (step.next.alpha / step.at.alpha) - eps * (step.next.sigma * std::expm1(h));
}

void register_dpm_solver_2(SamplerSetup& setup) {
  setup.add({.name = "dpm_solver_2",
             .step = dpm_solver_2_step,
             .spacing = TimestepSpacing::intervals,
             .final_sigma = FinalSigma::first_level,
             .default_schedule = "linspace"});
}

}  // namespace heddle::diffusion
