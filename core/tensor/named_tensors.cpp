#include "tensor/named_tensors.h"

namespace heddle::tensor {

NamedTensors converted(const NamedTensors& weights, at::Device device, at::ScalarType dtype) {
  NamedTensors result;
  for (const auto& [name, value] : weights) {
    result.emplace_hint(result.end(), name, value.is_floating_point() ? value.to(device, dtype) : value.to(device));
  }
  return result;
}

}  // namespace heddle::tensor
