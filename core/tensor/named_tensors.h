// NamedTensors: the weights of one network under their canonical (diffusers) names. What files are read into and what
// networks are bound from; training optimises the same map. Plain value; tensors share storage when copied.
#pragma once

#include <ATen/core/Tensor.h>

#include <map>
#include <string>

namespace heddle::tensor {

using NamedTensors = std::map<std::string, at::Tensor, std::less<>>;

// Every floating tensor in `dtype` on `device`; shares what already is. Differentiable, so training may bind from it.
NamedTensors converted(const NamedTensors& weights, at::Device device, at::ScalarType dtype);

}  // namespace heddle::tensor
