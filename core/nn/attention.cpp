#include "nn/attention.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/scaled_dot_product_attention.h>
#include <ATen/ops/softmax.h>

#include <cmath>
#include <utility>

#include "nn/attention_bf16.h"
#include "nn/attention_fp32.h"
#include "nn/attention_probe.h"
#include "nn/gradients.h"

namespace heddle::nn {

namespace {

// (batch, n, dim) -> (batch, heads, n, dim / heads), a view.
Tensor split_heads(const Tensor& x, std::int64_t heads) {
  return x.view({x.size(0), x.size(1), heads, x.size(2) / heads}).transpose(1, 2);
}

bool fits_bf16_kernel(const Tensor& query, const Tensor& key, const Tensor& value, std::int64_t heads) {
  const auto plain = [](const Tensor& x) {
    return x.device().is_cpu() && x.scalar_type() == at::kBFloat16 && x.stride(-1) == 1 && !wants_gradients(x);
  };
  return plain(query) && plain(key) && plain(value) && query.size(-1) / heads % 2 == 0 && has_attention_bf16();
}

Tensor run_bf16_kernel(const Tensor& query, const Tensor& key, const Tensor& value, std::int64_t heads,
                       const AddedAttention* added = nullptr) {
  const auto bits = [](const Tensor& x) { return static_cast<const std::uint16_t*>(x.const_data_ptr()); };
  const auto batch_stride = [&](const Tensor& x) { return x.size(0) == query.size(0) ? x.stride(0) : 0; };
  Tensor out = added != nullptr ? added->out : at::empty(query.sizes(), query.options());
  const bool has_mask = added != nullptr && added->mask.defined();
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
                  .value_batch = batch_stride(value),
                  .adds = added != nullptr,
                  .scale = added != nullptr ? static_cast<float>(added->scale) : 1,
                  .mask = has_mask ? static_cast<const float*>(added->mask.const_data_ptr()) : nullptr});
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

// Whether a kernel may add to `out`, and `mask` is one that it reads.
bool adds_in_place(const Tensor& out, const Tensor& query, const Tensor& mask) {
  const bool fits_mask = !mask.defined() || (mask.numel() == query.size(1) && !wants_gradients(mask));
  return fits_mask && !wants_gradients(out) && out.is_contiguous() && out.sizes() == query.sizes() &&
         out.scalar_type() == query.scalar_type();
}

// Attention to the prompt's tokens * mask * scale.
Tensor part_of(const Tensor& query, const ImagePromptTerm& prompt, std::int64_t heads) {
  const Tensor added = attention(query, prompt.tokens.key, prompt.tokens.value, heads);
  return (prompt.mask.defined() ? added * prompt.mask : added) * prompt.scale;
}

// out + part_of. Requires: `out` has no other owner.
Tensor with_prompt(Tensor out, const Tensor& query, const ImagePromptTerm& prompt, std::int64_t heads) {
  const auto& [key, value] = prompt.tokens;
  const bool bf16 = fits_bf16_kernel(query, key, value, heads);
  if ((bf16 || fits_attention_fp32(query, key, value, heads)) && adds_in_place(out, query, prompt.mask)) {
    const AddedAttention added{std::move(out), prompt.scale,
                               prompt.mask.defined() ? prompt.mask.to(at::kFloat).contiguous() : Tensor()};
    return bf16 ? run_bf16_kernel(query, key, value, heads, &added) : attention_fp32(query, key, value, heads, &added);
  }
  return out + part_of(query, prompt, heads);
}

}  // namespace

Tensor attention(const Tensor& query, const Tensor& key, const Tensor& value, std::int64_t heads) {
  if (fits_bf16_kernel(query, key, value, heads)) return run_bf16_kernel(query, key, value, heads);
  if (fits_attention_fp32(query, key, value, heads)) return attention_fp32(query, key, value, heads);
  return run(query, key, value, heads, false);
}

Tensor causal_attention(const Tensor& query, const Tensor& key, const Tensor& value, std::int64_t heads) {
  return run(query, key, value, heads, true);
}

Tensor decoupled_attention(const Tensor& query, const KeyValue& text, std::span<const ImagePromptTerm> prompts,
                           std::int64_t heads, std::vector<Tensor>* parts) {
  Tensor out = attention(query, text.key, text.value, heads);
  if (parts != nullptr) parts->push_back(prompts.empty() ? out : out.clone());  // prompts are added in place
  for (const ImagePromptTerm& prompt : prompts) {
    if (parts != nullptr) parts->push_back(prompt.scale != 0 ? part_of(query, prompt, heads) : Tensor());
    if (prompt.scale != 0) out = with_prompt(std::move(out), query, prompt, heads);
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
