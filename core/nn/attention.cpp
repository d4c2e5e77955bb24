#include "nn/attention.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/scaled_dot_product_attention.h>

namespace heddle::nn {

namespace {

// (batch, n, dim) -> (batch, heads, n, dim / heads), a view.
Tensor split_heads(const Tensor& x, std::int64_t heads) {
  return x.view({x.size(0), x.size(1), heads, x.size(2) / heads}).transpose(1, 2);
}

Tensor run(const Tensor& query, const Tensor& key, const Tensor& value, std::int64_t heads, bool causal) {
  const std::int64_t batch = query.size(0);
  const auto matched = [batch](const Tensor& x) {
    return x.size(0) == batch ? x : x.expand({batch, x.size(1), x.size(2)});
  };
  const Tensor out = at::scaled_dot_product_attention(split_heads(query, heads), split_heads(matched(key), heads),
                                                      split_heads(matched(value), heads), {}, 0.0, causal);
  return out.transpose(1, 2).reshape(query.sizes());
}

}  // namespace

Tensor attention(const Tensor& query, const Tensor& key, const Tensor& value, std::int64_t heads) {
  return run(query, key, value, heads, false);
}

Tensor causal_attention(const Tensor& query, const Tensor& key, const Tensor& value, std::int64_t heads) {
  return run(query, key, value, heads, true);
}

Tensor decoupled_attention(const Tensor& query, const KeyValue& text, std::span<const ImagePromptTerm> prompts,
                           std::int64_t heads) {
  Tensor out = attention(query, text.key, text.value, heads);
  for (const ImagePromptTerm& prompt : prompts) {
    if (prompt.scale == 0) continue;
    Tensor added = attention(query, prompt.tokens.key, prompt.tokens.value, heads);
    if (prompt.mask.defined()) added = added * prompt.mask;
    out = out + added * prompt.scale;
  }
  return out;
}

}  // namespace heddle::nn
