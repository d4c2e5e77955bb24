#include "diffusion/guidance.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/std.h>

#include <algorithm>

namespace heddle::diffusion {
namespace {

at::Tensor deviation(const at::Tensor& x) { return at::std(x, {1, 2, 3}, /*unbiased=*/true, /*keepdim=*/true); }

}  // namespace

at::Tensor classifier_free_guidance(const at::Tensor& uncond, const at::Tensor& cond, const GuidanceValue& guidance) {
  const at::Tensor pushed = uncond + (cond - uncond) * guidance.guidance_scale;
  if (guidance.rescale == 0) return pushed;
  const at::Tensor restored = pushed * (deviation(cond) / deviation(pushed));
  return restored * guidance.rescale + pushed * (1 - guidance.rescale);
}

at::Tensor composed_guidance(const at::Tensor& uncond, const std::vector<at::Tensor>& conds,
                             const std::vector<double>& weights, const GuidanceValue& guidance) {
  at::Tensor cond = uncond;
  for (std::size_t i = 0; i < conds.size(); ++i) cond = cond + (conds[i] - uncond) * weights[i];
  return classifier_free_guidance(uncond, cond, {std::max(guidance.guidance_scale, 1.0), guidance.rescale});
}

}  // namespace heddle::diffusion
