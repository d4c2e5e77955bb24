// 3x3 convolutions of stride 1 by Winograd's F(4x4, 3x3) computed in fp32: a quarter of the multiplications. The
// filters are transformed block by block as they are used, which costs a few per cent of the products and no memory.
// Inference only: no gradients. Used by nn/layers. Threads: LibTorch's own pool.
#pragma once

#include <ATen/core/Tensor.h>

namespace heddle::nn {

// Whether a convolution of these shapes gains by it, and this processor has the kernels: x (batch, in, h, w) with the
// channels innermost, weight (out, in, 3, 3) dense, stride 1, padding 1, no gradients wanted; x in fp32 and the weight
// in that or kept in 16 bits. It does not depend on the batch, so pictures have the same bits alone
// and together.
bool fits_winograd(const at::Tensor& x, const at::Tensor& weight);

// conv2d(x, weight, bias, 1, 1). `bias` may be undefined. Requires: fits_winograd(x, weight).
at::Tensor winograd(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias);

}  // namespace heddle::nn
