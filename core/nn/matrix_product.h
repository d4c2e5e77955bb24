// Linear layers over many positions in fp32 on our own products, which reach the processor's peak where MKL is held
// back (AMD). The weight is packed block by block as it is used, which takes no memory. Inference only: no gradients.
// Used by nn/layers. Threads: LibTorch's own pool.
#pragma once

#include <ATen/core/Tensor.h>

namespace heddle::nn {

// Whether linear(x, weight) gains by it, and this processor has the kernels: x (..., positions, in) contiguous in fp32,
// enough positions, weight (out, in) by rows, no gradients wanted. It does not depend on the batch.
bool fits_matrix_product(const at::Tensor& x, const at::Tensor& weight);

// linear(x, weight, bias). `bias` may be undefined. Requires: fits_matrix_product(x, weight), weight in fp32.
at::Tensor matrix_product(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias);

}  // namespace heddle::nn
