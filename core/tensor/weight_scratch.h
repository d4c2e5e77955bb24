// The low-memory mode's other half: a weight that is kept in 16 bits becomes fp32 as its layer uses it.
// Used by nn/layers and the networks. Any thread; each has a scratch memory of its own, as large as its largest weight.
#pragma once

#include <ATen/core/Tensor.h>

namespace heddle::tensor {

// `weight` in `type`, with its sizes and strides: itself where it has that type, else converted into memory that this
// thread uses again for the next weight once the tensor is let go. No gradients go through the conversion.
at::Tensor weight_in(const at::Tensor& weight, at::ScalarType type);

}  // namespace heddle::tensor
