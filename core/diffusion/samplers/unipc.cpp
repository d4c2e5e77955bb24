// unipc - Zhao et al. 2023, "UniPC: a unified predictor-corrector framework for fast sampling of diffusion models",
// algorithms 5 to 8 with B_2(h) = e^h - 1, order 2, predicting x0. Each step first corrects the x that it was given,
// with the network's output there, and then predicts the next. One network call a step.
#include <ATen/TensorOperators.h>

#include <algorithm>
#include <cmath>

#include "diffusion/samplers/multistep.h"

namespace heddle::diffusion {

namespace {

constexpr std::size_t kOrder = 2;

// Shared by both halves: a step between two levels in lambda, first order.
struct Stretch {
  NoiseLevel from;
  NoiseLevel to;
  double h = 0;
  double phi_1 = 0;  // e^-h - 1

  Stretch(const NoiseLevel& a, const NoiseLevel& b)
      : from(a), to(b), h(b.lambda() - a.lambda()), phi_1(std::expm1(-h)) {}

  [[nodiscard]] at::Tensor first_order(const at::Tensor& x, const at::Tensor& denoised) const {
    return x * (to.sigma / from.sigma) - denoised * (to.alpha * phi_1);
  }
  [[nodiscard]] at::Tensor corrected_by(const at::Tensor& x, const at::Tensor& difference) const {
    return x - difference * (to.alpha * phi_1);
  }
};

// The difference to the prediction before the newest one, over its distance in parts of h.
at::Tensor earlier_difference(const SamplerState& state, double relative_distance) {
  const auto& past = state.outputs;
  return (past[past.size() - 2].value - past.back().value) / relative_distance;
}

double relative_distance(const SamplerState& state, const Stretch& stretch) {
  const auto& past = state.outputs;
  return (past[past.size() - 2].level.lambda() - stretch.from.lambda()) / stretch.h;
}

// UniC: repeats the step that led to x, now with the prediction at x.
at::Tensor corrected(const Step& step, const at::Tensor& denoised, const SamplerState& state) {
  const Stretch stretch(state.anchor_level, step.at);
  const at::Tensor& before = state.outputs.back().value;
  const at::Tensor base = stretch.first_order(state.anchor, before);
  if (state.order == 1) return stretch.corrected_by(base, (denoised - before) * 0.5);
  // The two weights solve sum(rho) = b1, rho_0 r + rho_1 = b2.
  const double r = relative_distance(state, stretch);
  const double h_phi_2 = stretch.phi_1 / -stretch.h - 1;
  const double h_phi_3 = h_phi_2 / -stretch.h - 0.5;
  const double b1 = h_phi_2 / stretch.phi_1;
  const double b2 = 2 * h_phi_3 / stretch.phi_1;
  const double rho_0 = (b1 - b2) / (1 - r);
  return stretch.corrected_by(base, earlier_difference(state, r) * rho_0 + (denoised - before) * (b1 - rho_0));
}

// UniP.
at::Tensor predicted(const at::Tensor& x, const Step& step, const SamplerState& state) {
  const Stretch stretch(step.at, step.next);
  const at::Tensor base = stretch.first_order(x, state.outputs.back().value);
  if (state.order == 1) return base;
  return stretch.corrected_by(base, earlier_difference(state, relative_distance(state, stretch)) * 0.5);
}

at::Tensor unipc_step(const at::Tensor& x, const Step& step, StepContext& context) {
  SamplerState& state = context.state;
  const at::Tensor denoised = context.denoise(x, step.at).denoised();
  if (has_no_distance(step)) return x;
  const at::Tensor better = state.anchor.defined() ? corrected(step, denoised, state) : x;
  state.remember(step.at, denoised, kOrder);
  state.order = std::min(static_cast<int>(state.outputs.size()), step.total - step.index);
  state.anchor = better;
  state.anchor_level = step.at;
  return predicted(better, step, state);
}

}  // namespace

void register_unipc(SamplerSetup& setup) {
  setup.add({.name = "unipc",
             .step = unipc_step,
             .spacing = TimestepSpacing::intervals,
             .final_sigma = FinalSigma::clean,
             .default_schedule = "linspace"});
}

}  // namespace heddle::diffusion
