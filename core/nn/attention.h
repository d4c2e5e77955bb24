// Attention, plain and decoupled. The one place where image prompts meet the text (Ye et al. 2023, eq. 5):
//   out = attn(q, K, V) + sum_i lambda_i(layer, x, y) * attn(q, K'_i, V'_i)
// Used by every network. Const calls from any thread.
#pragma once

#include <ATen/core/Tensor.h>

#include <span>
#include <vector>

#include "nn/layers.h"

namespace heddle::nn {

// Keys and values of one cross-attention layer, projected once per run: (batch, tokens, dim) each.
struct KeyValue {
  Tensor key;
  Tensor value;
};

// softmax(q k^T / sqrt(dim / heads)) v. q (batch, n, dim); k, v (batch or 1, m, dim). Returns (batch, n, dim).
Tensor attention(const Tensor& query, const Tensor& key, const Tensor& value, std::int64_t heads);
// The same with the causal mask of CLIP's text encoder (n == m).
Tensor causal_attention(const Tensor& query, const Tensor& key, const Tensor& value, std::int64_t heads);

// What one image prompt adds in one layer.
struct ImagePromptTerm {
  KeyValue tokens;   // (batch or 1, image tokens, dim)
  double scale = 1;  // lambda of this layer; 0 adds nothing at all, so the base model's bits are kept
  Tensor mask;       // (1, n, 1) in [0, 1] over the layer's positions, or undefined for the whole picture
};

// Terms are added in the order given; callers sort them by content so that the sum does not depend on wiring order.
// `parts`, where it is given, receives what the text and each prompt added; the sum is the same to the bit.
Tensor decoupled_attention(const Tensor& query, const KeyValue& text, std::span<const ImagePromptTerm> prompts,
                           std::int64_t heads, std::vector<Tensor>* parts = nullptr);

}  // namespace heddle::nn
