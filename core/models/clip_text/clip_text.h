// CLIP's text encoder (transformers CLIPTextModel[WithProjection]): ViT-L's of SD 1.x, OpenCLIP ViT-H's of SD 2.x.
// Used by the text prompt node and by training. Const calls from any thread.
#pragma once

#include <vector>

#include "nn/clip_layer.h"
#include "weights/layouts/clip_config.h"

namespace heddle::models {

using at::Tensor;

using weights::layouts::ClipTextConfig;

class ClipText final {
 public:
  static Result<ClipText> bind(const tensor::NamedTensors& weights, const ClipTextConfig& config);
  static void initialise(tensor::NamedTensors& weights, const ClipTextConfig& config, at::Generator generator);

  // Token ids (batch, n <= 77) int64 -> token embeddings (batch, n, dim), positions not yet added.
  [[nodiscard]] Tensor embed_tokens(const Tensor& ids) const;
  // Embeddings as `embed_tokens` gives them -> hidden states (batch, n, dim) after the final norm, leaving out the last
  // `skip_layers` layers (A1111's "clip skip" minus one; diffusers' clip_skip).
  [[nodiscard]] Tensor encode(const Tensor& embeddings, int skip_layers = 0) const;
  // The projected sentence vector (batch, projection_dim): hidden state at the first end token, through
  // text_projection. Requires: the file has a projection (`has_projection`).
  [[nodiscard]] Tensor project(const Tensor& hidden, const Tensor& ids) const;

  [[nodiscard]] bool has_projection() const { return text_projection_.defined(); }
  [[nodiscard]] const ClipTextConfig& config() const { return config_; }

 private:
  static ClipText build(tensor::Binder binder, const ClipTextConfig& config);

  ClipTextConfig config_;
  Tensor token_embedding_;     // (vocab, dim)
  Tensor position_embedding_;  // (77, dim)
  std::vector<nn::ClipLayer> layers_;
  nn::LayerNorm final_layer_norm_;
  Tensor text_projection_;  // (projection_dim, dim)
};

}  // namespace heddle::models
