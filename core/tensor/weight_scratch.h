// Converts a weight that is kept in 16 bits to fp32 as its layer uses it, for the low-memory mode. Used by nn/layers
// and the networks. Any thread; each has its own scratch memory, as large as its largest weight.
#pragma once

#include <ATen/core/Tensor.h>

namespace heddle::tensor {

// `weight` in `type`, with its sizes and strides: itself where it has that type, else converted into memory that this
// thread reuses for the next weight once the tensor is released. No gradients go through the conversion.
at::Tensor weight_in(const at::Tensor& weight, at::ScalarType type);

}  // namespace heddle::tensor
