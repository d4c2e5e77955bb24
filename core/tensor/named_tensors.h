// NamedTensors: the weights of one network under their canonical (diffusers) names. Files are read into it, networks
// are bound from it, training optimises it. Used by loading and training. A plain value; copies share storage.
#pragma once

#include <ATen/core/Tensor.h>

#include <map>
#include <string>

namespace heddle::tensor {

using NamedTensors = std::map<std::string, at::Tensor, std::less<>>;

// Every floating tensor in `dtype` on `device`; shares what already is. Differentiable, so training may bind from it.
NamedTensors converted(const NamedTensors& weights, at::Device device, at::ScalarType dtype);

}  // namespace heddle::tensor
