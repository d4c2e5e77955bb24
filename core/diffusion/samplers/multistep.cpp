#include "diffusion/samplers/multistep.h"

#include <ATen/TensorOperators.h>

#include <algorithm>
#include <cmath>

namespace heddle::diffusion {
namespace {

constexpr int kShortRun = 15;         // steps below which the last steps use lower orders
constexpr double kNoDistance = 1e-5;  // lambda; differences are meaningless for so short a step

}  // namespace

bool has_no_distance(const Step& step) { return std::abs(step.next.lambda() - step.at.lambda()) < kNoDistance; }

int multistep_order(const Step& step, const SamplerState& state, int highest) {
  const int order = std::min(highest, static_cast<int>(state.outputs.size()));
  const double h = step.next.lambda() - step.at.lambda();
  if (std::isinf(h)) return 1;
  if (step.total >= kShortRun) return order;
  return std::min(order, step.total - step.index);
}

Differences differences(const Step& step, const SamplerState& state, int order) {
  const auto back = [&state](std::size_t n) -> const SamplerState::Output& {
    return state.outputs[state.outputs.size() - n];
  };
  Differences found{.h = step.next.lambda() - step.at.lambda(), .d0 = back(1).value};
  if (order < 2) return found;
  const double r0 = (back(1).level.lambda() - back(2).level.lambda()) / found.h;
  const at::Tensor newer = (back(1).value - back(2).value) / r0;
  found.d1 = newer;
  if (order < 3) return found;
  const double r1 = (back(2).level.lambda() - back(3).level.lambda()) / found.h;
  const at::Tensor older = (back(2).value - back(3).value) / r1;
  found.d1 = newer + (newer - older) * (r0 / (r0 + r1));
  found.d2 = (newer - older) / (r0 + r1);
  return found;
}

}  // namespace heddle::diffusion
