// CLIP's image encoder (transformers CLIPVisionModelWithProjection): ViT-L/14, OpenCLIP ViT-H/14 and bigG/14, Bobbin's.
// Its features feed the image prompts. Used by the image prompt node, evaluation and training. Const calls from any
// thread.
#pragma once

#include <vector>

#include "nn/clip_layer.h"
#include "weights/layouts/clip_config.h"

namespace heddle::models {

using at::Tensor;

using weights::layouts::ClipVisionConfig;

struct ClipVisionOutput {
  Tensor image_embeds;  // (batch, projection_dim), not normalised
  Tensor penultimate;   // (batch, tokens, hidden_size): hidden_states[-2], before the last layer, no post norm
  Tensor last_hidden;   // (batch, tokens, hidden_size): after the last layer, no post norm
};

class ClipVision final {
 public:
  static Result<ClipVision> bind(const tensor::NamedTensors& weights, const ClipVisionConfig& config);
  static void initialise(tensor::NamedTensors& weights, const ClipVisionConfig& config, at::Generator generator);

  // pixels (batch, 3, image_size, image_size), normalised by CLIP's mean and deviation.
  [[nodiscard]] ClipVisionOutput encode(const Tensor& pixels) const;

  [[nodiscard]] const ClipVisionConfig& config() const { return config_; }

 private:
  static ClipVision build(tensor::Binder binder, const ClipVisionConfig& config);

  ClipVisionConfig config_;
  Tensor class_embedding_;     // (dim)
  Tensor patch_embedding_;     // (dim, 3, patch, patch)
  Tensor position_embedding_;  // (tokens, dim)
  nn::LayerNorm pre_norm_, post_norm_;
  std::vector<nn::ClipLayer> layers_;
  nn::Linear visual_projection_;
};

}  // namespace heddle::models
