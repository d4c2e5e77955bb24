// Attention in fp32 for processors with AVX2 or AVX-512, on Stable Diffusion's head widths faster than LibTorch's.
// Inference only: no gradients. Used by nn/attention. Threads: LibTorch's own pool.
#pragma once

#include <ATen/core/Tensor.h>

namespace heddle::nn {

// Whether there are kernels for these: fp32 on the CPU with contiguous rows, a head's width a multiple of 8 and at most
// 1024, no gradients wanted.
bool fits_attention_fp32(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, std::int64_t heads);

// softmax(q k^T / sqrt(dim / heads)) v. q (batch, n, dim), k and v (batch or 1, m, dim); n and m > 0.
// Requires: fits_attention_fp32.
at::Tensor attention_fp32(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, std::int64_t heads);

}  // namespace heddle::nn
