// The transformer block of Stable Diffusion's UNet and ControlNet: self-attention, cross-attention (decoupled where
// image prompts are given), gated feed-forward; over the positions of a feature map (diffusers Transformer2DModel).
// Used by UNet. Const calls from any thread.
#pragma once

#include <vector>

#include "nn/attention_probe.h"
#include "nn/self_reference.h"

namespace heddle::nn {

struct TransformerShape {
  std::int64_t channels = 0;
  std::int64_t heads = 8;
  std::int64_t context_dim = 768;
  std::int64_t groups = 32;
  int depth = 1;
  bool linear_projection = false;  // SD 2.x: proj_in and proj_out are Linear instead of 1x1 convolutions
};

struct TransformerBlock {
  LayerNorm norm1, norm2, norm3;
  Linear self_q, self_k, self_v, self_out;
  Linear cross_q, cross_k, cross_v, cross_out;
  Linear ff_in, ff_out;  // GEGLU: dim -> 8 dim, 4 dim -> dim
  std::int64_t heads = 8;

  // Text keys and values of this layer: context (batch, tokens, context_dim).
  KeyValue project_context(const Tensor& context) const;
  // x (batch, n, channels).
  Tensor operator()(Tensor x, const KeyValue& text, std::span<const ImagePromptTerm> prompts,
                    const SelfReference& reference, AttentionProbe* probe = nullptr) const;
  // Cross-attention, seen by a probe where there is one.
  [[nodiscard]] Tensor cross_attention(const Tensor& query, const KeyValue& text,
                                       std::span<const ImagePromptTerm> prompts, AttentionProbe* probe) const;
  // Self-attention over the normalised tokens (batch, n, channels), and over a reference's where there is one.
  [[nodiscard]] Tensor self_attention(const Tensor& tokens, const SelfReference& reference) const;
};

struct SpatialTransformer {
  GroupNorm norm;
  Tensor proj_in_weight, proj_in_bias;    // (channels, channels[, 1, 1])
  Tensor proj_out_weight, proj_out_bias;  // (channels, channels[, 1, 1])
  std::vector<TransformerBlock> blocks;

  // x (batch, channels, h, w); `text[i]`, `prompts[i]` and `references[i]` belong to blocks[i]. `prompts` and
  // `references` may be empty.
  Tensor operator()(const Tensor& x, std::span<const KeyValue> text,
                    std::span<const std::vector<ImagePromptTerm>> prompts,
                    std::span<const SelfReference> references = {}, AttentionProbe* probe = nullptr) const;
};

SpatialTransformer bind_spatial_transformer(Binder binder, const TransformerShape& shape);

}  // namespace heddle::nn
