#include "diffusion/guidance.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/std.h>

#include <algorithm>

namespace heddle::diffusion {
namespace {

at::Tensor deviation(const at::Tensor& x) { return at::std(x, {1, 2, 3}, /*unbiased=*/true, /*keepdim=*/true); }

}  // namespace

GuidanceValue GuidanceLane::at(int step) const {
  if (w.empty()) return {.rescale = rescale};
  const auto place = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(step, 0, std::ssize(w) - 1));
  return {.w = w[place], .rescale = rescale};
}

at::Tensor guided(const at::Tensor& uncond, const at::Tensor& cond, const GuidanceValue& guidance) {
  const at::Tensor pushed = uncond + (cond - uncond) * guidance.w;
  if (guidance.rescale == 0) return pushed;
  const at::Tensor restored = pushed * (deviation(cond) / deviation(pushed));
  return restored * guidance.rescale + pushed * (1 - guidance.rescale);
}

}  // namespace heddle::diffusion
