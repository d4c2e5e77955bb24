// Normalising by groups in fp32 with the channels innermost, with SiLU in the same pass. Inference only: no gradients.
// Used by nn/layers. Threads: LibTorch's own pool.
#pragma once

#include <ATen/core/Tensor.h>

namespace heddle::nn {

// Whether there is a kernel for x (batch, channels, h, w): fp32 on the CPU, channels innermost and whole vectors of
// them, no gradients wanted.
bool fits_group_norm_fp32(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, std::int64_t groups);

// Sums are taken over rows in blocks of one size, then in fp64: an item's bits depend on neither threads nor batch.
// Requires: fits_group_norm_fp32.
at::Tensor group_norm_fp32(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, std::int64_t groups,
                           double eps, bool with_silu);

}  // namespace heddle::nn
