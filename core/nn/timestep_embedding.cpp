#include "nn/timestep_embedding.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>

#include <cmath>

namespace heddle::nn {

at::Tensor timestep_embedding(const at::Tensor& timesteps, std::int64_t dim) {
  const std::int64_t half = dim / 2;
  const at::Tensor index = at::arange(half, timesteps.options().dtype(at::kFloat));
  const at::Tensor frequency = (index * (-std::log(10000.0)) / static_cast<double>(half)).exp();
  const at::Tensor angle = timesteps.to(at::kFloat).unsqueeze(1) * frequency.unsqueeze(0);  // (batch, half)
  return at::cat({angle.cos(), angle.sin()}, 1);
}

}  // namespace heddle::nn
