#include "models/clip_vision/clip_vision.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/conv2d.h>

#include "tensor/weight_scratch.h"

namespace heddle::models {

using tensor::Init;

ClipVision ClipVision::build(tensor::Binder binder, const ClipVisionConfig& config) {
  tensor::Binder model = binder.sub("vision_model");
  const std::int64_t dim = config.hidden_size;
  ClipVision vision;
  vision.config_ = config;
  vision.class_embedding_ = model.tensor("embeddings.class_embedding", {dim}, Init::normal(0.02));
  vision.patch_embedding_ =
      model.tensor("embeddings.patch_embedding.weight", {dim, 3, config.patch_size, config.patch_size}, Init::fan_in());
  vision.position_embedding_ =
      model.tensor("embeddings.position_embedding.weight", {config.tokens(), dim}, Init::normal(0.02));
  vision.pre_norm_ = nn::bind_layer_norm(model.sub("pre_layrnorm"), dim);
  const nn::ClipLayerShape shape{.dim = dim,
                                 .heads = config.num_attention_heads,
                                 .mlp_dim = config.intermediate_size,
                                 .activation = nn::activation_named(config.hidden_act)};
  for (std::int64_t i = 0; i < config.num_hidden_layers; ++i) {
    vision.layers_.push_back(nn::bind_clip_layer(model.sub("encoder.layers", static_cast<std::size_t>(i)), shape));
  }
  vision.post_norm_ = nn::bind_layer_norm(model.sub("post_layernorm"), dim);
  vision.visual_projection_ =
      nn::bind_linear(binder.sub("visual_projection"), dim, config.projection_dim, nn::Bias::no);
  return vision;
}

Result<ClipVision> ClipVision::bind(const tensor::NamedTensors& weights, const ClipVisionConfig& config) {
  const tensor::Binder binder = tensor::Binder::lookup(weights);
  ClipVision vision = build(binder, config);
  if (auto bound = binder.finish("image_encoder"); !bound) return forward(bound);
  return vision;
}

void ClipVision::initialise(tensor::NamedTensors& weights, const ClipVisionConfig& config, at::Generator generator) {
  build(tensor::Binder::initialise(weights, std::move(generator)), config);
}

ClipVisionOutput ClipVision::encode(const Tensor& pixels) const {
  const std::int64_t batch = pixels.size(0), dim = config_.hidden_size;
  const Tensor kernel = tensor::weight_in(patch_embedding_, pixels.scalar_type());
  const Tensor patches =
      at::conv2d(pixels, kernel, {}, config_.patch_size).flatten(2).transpose(1, 2);  // (batch, n, dim)
  Tensor h = at::cat({class_embedding_.expand({batch, 1, dim}), patches}, 1) +
             position_embedding_.unsqueeze(0).to(patches.scalar_type());
  h = pre_norm_(h);
  ClipVisionOutput out;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    if (i + 1 == layers_.size()) out.penultimate = h;
    h = layers_[i](h, /*causal=*/false);
  }
  out.last_hidden = h;
  out.image_embeds = visual_projection_(post_norm_(h.select(1, 0)));
  return out;
}

}  // namespace heddle::models
