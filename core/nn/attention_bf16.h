// Attention in bf16 for processors with AVX512-BF16, several times faster than LibTorch's on Stable Diffusion's head
// widths (40, 80, 160). Inference only: no gradients. Used by nn/attention. Threads: LibTorch's own pool.
#pragma once

#include <cstdint>

namespace heddle::nn {

// One call: q (batch, n, heads * d), k and v (batch, m, heads * d), all bf16 with contiguous rows; strides in elements.
struct AttentionBf16Call {
  const std::uint16_t* query = nullptr;
  const std::uint16_t* key = nullptr;
  const std::uint16_t* value = nullptr;
  std::uint16_t* out = nullptr;  // (batch, n, heads * d), contiguous
  std::int64_t batch = 1;
  std::int64_t heads = 1;
  std::int64_t n = 0;  // queries
  std::int64_t m = 0;  // keys
  std::int64_t d = 0;  // width of a head, even
  std::int64_t query_row = 0, key_row = 0, value_row = 0;
  std::int64_t query_batch = 0, key_batch = 0, value_batch = 0;  // 0 repeats one item for the whole batch
};

// Whether this build and this processor have the instructions, and may use them (tensor/processor.h).
bool has_attention_bf16();

// Products of bf16 summed up in registers alone, for measuring the processor's peak; returns the floating-point
// operations done, 0 where there are no such instructions. Requires: has_attention_bf16().
std::int64_t spin_bf16(std::int64_t rounds);

// softmax(q k^T / sqrt(d)) v with fp32 scores and sums, online over blocks of keys (Milakov and Gimelshein 2018; Dao et
// al. 2022). Requires: has_attention_bf16(), d even, n and m > 0.
void attention_bf16(const AttentionBf16Call& call);

}  // namespace heddle::nn
