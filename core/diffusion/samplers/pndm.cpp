// pndm - Liu et al. 2022, "Pseudo numerical methods for diffusion models on manifolds", equation 9 with linear
// multistep coefficients (12), started by one corrected step instead of Runge-Kutta, as Stable Diffusion's PLMS does.
// Combines the raw network outputs and then reads the sum as noise, which matters for v.
#include <ATen/TensorOperators.h>

#include <utility>

#include "diffusion/sampler.h"

namespace heddle::diffusion {

// Adams-Bashforth over the newest outputs.
static at::Tensor extrapolated(const std::vector<SamplerState::Output>& past) {
  const auto back = [&past](std::size_t n) -> const at::Tensor& { return past[past.size() - n].value; };
  switch (past.size()) {
    case 1: return back(1);
    case 2: return (back(1) * 3 - back(2)) / 2;
    case 3: return (back(1) * 23 - back(2) * 16 + back(3) * 5) / 12;
    default: return (back(1) * 55 - back(2) * 59 + back(3) * 37 - back(4) * 9) / 24;
  }
}

// Equation 9.
static at::Tensor transferred(const at::Tensor& x, const at::Tensor& eps, const NoiseLevel& from,
                              const NoiseLevel& next) {
  const double gained = next.alpha * next.alpha - from.alpha * from.alpha;
  const double share = from.alpha * from.alpha * next.sigma + from.alpha * from.sigma * next.alpha;
  return x * (next.alpha / from.alpha) - eps * (gained / share);
}

static at::Tensor pndm_step(const at::Tensor& x, const Step& step, StepContext& context) {
  SamplerState& state = context.state;
  const Prediction prediction = context.denoise(x, step.at);
  const bool corrects = state.calls == 1 && state.anchor.defined();
  at::Tensor start = x;
  at::Tensor output;
  if (corrects) {
    start = std::exchange(state.anchor, {});
    output = (prediction.output() + state.outputs.back().value) / 2;
  } else {
    state.remember(step.at, prediction.output(), 4);
    output = extrapolated(state.outputs);
    if (state.calls == 0) state.anchor = x;
  }
  ++state.calls;
  const Prediction combined(prediction.type(), output, start, step.from);
  return transferred(start, combined.eps(), step.from, step.next);
}

void register_pndm(SamplerSetup& setup) {
  setup.add({.name = "pndm",
             .step = pndm_step,
             .spacing = TimestepSpacing::strides,
             .final_sigma = FinalSigma::configured,
             .default_schedule = "leading",
             .strided_only = true,
             .repeats_second = true});
}

}  // namespace heddle::diffusion
