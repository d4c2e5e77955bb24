// dpm_solver_3 - Lu et al. 2022, "DPM-Solver: a fast ODE solver for diffusion probabilistic model sampling", third
// order in the noise prediction, as a multistep method. Ends at the first trained level.
#include <ATen/TensorOperators.h>

#include <cmath>

#include "diffusion/samplers/multistep.h"

namespace heddle::diffusion {

static at::Tensor dpm_solver_3_step(const at::Tensor& x, const Step& step, StepContext& context) {
  const Prediction prediction = context.denoise(x, step.at);
  if (has_no_distance(step)) return x;
  context.state.remember(step.at, prediction.eps(), 3);
  const int order = multistep_order(step, context.state, 3);
  const auto [h, d0, d1, d2] = differences(step, context.state, order);
  const double phi_1 = std::expm1(h);
  at::Tensor change = d0 * phi_1;
  if (order == 2) change = change + d1 * (0.5 * phi_1);
  if (order == 3) change = change + d1 * (phi_1 / h - 1) + d2 * ((phi_1 - h) / (h * h) - 0.5);
  return x * (step.next.alpha / step.at.alpha) - change * step.next.sigma;
}

void register_dpm_solver_3(SamplerSetup& setup) {
  setup.add({.name = "dpm_solver_3",
             .step = dpm_solver_3_step,
             .spacing = TimestepSpacing::intervals,
             .final_sigma = FinalSigma::first_level,
             .default_schedule = "linspace"});
}

}  // namespace heddle::diffusion
