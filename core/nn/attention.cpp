#include "nn/attention.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/scaled_dot_product_attention.h>
#include <ATen/ops/softmax.h>

#include <cmath>

#include "nn/attention_bf16.h"
#include "nn/attention_probe.h"

namespace heddle::nn {

namespace {

// (batch, n, dim) -> (batch, heads, n, dim / heads), a view.
Tensor split_heads(const Tensor& x, std::int64_t heads) {
  return x.view({x.size(0), x.size(1), heads, x.size(2) / heads}).transpose(1, 2);
}

bool fits_bf16_kernel(const Tensor& query, const Tensor& key, const Tensor& value, std::int64_t heads) {
  const auto plain = [](const Tensor& x) {
    return x.device().is_cpu() && x.scalar_type() == at::kBFloat16 && x.stride(-1) == 1 &&
           !(at::GradMode::is_enabled() && x.requires_grad());
  };
  return plain(query) && plain(key) && plain(value) && query.size(-1) / heads % 2 == 0 && has_attention_bf16();
}

Tensor run_bf16_kernel(const Tensor& query, const Tensor& key, const Tensor& value, std::int64_t heads) {
  const auto bits = [](const Tensor& x) { return static_cast<const std::uint16_t*>(x.const_data_ptr()); };
  const auto batch_stride = [&](const Tensor& x) { return x.size(0) == query.size(0) ? x.stride(0) : 0; };
  Tensor out = at::empty(query.sizes(), query.options());
  attention_bf16({.query = bits(query),
                  .key = bits(key),
                  .value = bits(value),
                  .out = static_cast<std::uint16_t*>(out.mutable_data_ptr()),
                  .batch = query.size(0),
                  .heads = heads,
                  .n = query.size(1),
                  .m = key.size(1),
                  .d = query.size(2) / heads,
                  .query_row = query.stride(1),
                  .key_row = key.stride(1),
                  .value_row = value.stride(1),
                  .query_batch = query.stride(0),
                  .key_batch = batch_stride(key),
                  .value_batch = batch_stride(value)});
  return out;
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
  if (fits_bf16_kernel(query, key, value, heads)) return run_bf16_kernel(query, key, value, heads);
  return run(query, key, value, heads, false);
}

Tensor causal_attention(const Tensor& query, const Tensor& key, const Tensor& value, std::int64_t heads) {
  return run(query, key, value, heads, true);
}

Tensor decoupled_attention(const Tensor& query, const KeyValue& text, std::span<const ImagePromptTerm> prompts,
                           std::int64_t heads, std::vector<Tensor>* parts) {
  Tensor out = attention(query, text.key, text.value, heads);
  if (parts != nullptr) parts->push_back(out);
  for (const ImagePromptTerm& prompt : prompts) {
    Tensor added;
    if (prompt.scale != 0) {
      added = attention(query, prompt.tokens.key, prompt.tokens.value, heads);
      if (prompt.mask.defined()) added = added * prompt.mask;
      added = added * prompt.scale;
      out = out + added;
    }
    if (parts != nullptr) parts->push_back(added);
  }
  return out;
}

Tensor attention_map(const Tensor& query, const Tensor& key, std::int64_t heads) {
  const Tensor keys = key.size(0) == query.size(0) ? key : key.expand({query.size(0), key.size(1), key.size(2)});
  const double scale = 1 / std::sqrt(static_cast<double>(query.size(2)) / static_cast<double>(heads));
  const Tensor scores = at::matmul(split_heads(query, heads), split_heads(keys, heads).transpose(-1, -2)) * scale;
  return at::softmax(scores, -1, at::kFloat).mean(1);
}

}  // namespace heddle::nn
