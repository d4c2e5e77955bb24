#include "models/clip_text/clip_text.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/embedding.h>
#include <ATen/ops/linear.h>

#include "tensor/weight_scratch.h"

namespace heddle::models {

using tensor::Init;

ClipText ClipText::build(tensor::Binder binder, const ClipTextConfig& config) {
  tensor::Binder model = binder.sub("text_model");
  ClipText text;
  text.config_ = config;
  text.token_embedding_ =
      model.tensor("embeddings.token_embedding.weight", {config.vocab_size, config.hidden_size}, Init::normal(0.02));
  text.position_embedding_ = model.tensor("embeddings.position_embedding.weight",
                                          {config.max_position_embeddings, config.hidden_size}, Init::normal(0.01));
  const nn::ClipLayerShape shape{.dim = config.hidden_size,
                                 .heads = config.num_attention_heads,
                                 .mlp_dim = config.intermediate_size,
                                 .activation = nn::activation_named(config.hidden_act)};
  for (std::int64_t i = 0; i < config.num_hidden_layers; ++i) {
    text.layers_.push_back(nn::bind_clip_layer(model.sub("encoder.layers", static_cast<std::size_t>(i)), shape));
  }
  text.final_layer_norm_ = nn::bind_layer_norm(model.sub("final_layer_norm"), config.hidden_size);
  text.text_projection_ =
      binder.optional_tensor("text_projection.weight", {config.projection_dim, config.hidden_size}, Init::fan_in());
  return text;
}

Result<ClipText> ClipText::bind(const tensor::NamedTensors& weights, const ClipTextConfig& config) {
  const tensor::Binder binder = tensor::Binder::lookup(weights);
  ClipText text = build(binder, config);
  if (auto bound = binder.finish("text_encoder"); !bound) return forward(bound);
  return text;
}

void ClipText::initialise(tensor::NamedTensors& weights, const ClipTextConfig& config, at::Generator generator) {
  build(tensor::Binder::initialise(weights, std::move(generator)), config);
}

Tensor ClipText::embed_tokens(const Tensor& ids) const {
  return at::embedding(token_embedding_, ids).to(final_layer_norm_.weight.scalar_type());
}

Tensor ClipText::encode(const Tensor& embeddings, int skip_layers) const {
  Tensor h = embeddings + position_embedding_.slice(0, 0, embeddings.size(1)).unsqueeze(0).to(embeddings.scalar_type());
  const std::size_t used = layers_.size() - static_cast<std::size_t>(skip_layers);
  for (std::size_t i = 0; i < used; ++i) h = layers_[i](h, /*causal=*/true);
  return final_layer_norm_(h);
}

Tensor ClipText::project(const Tensor& hidden, const Tensor& ids) const {
  const Tensor end = ids.eq(config_.eos_token_id).to(at::kInt).argmax(1);
  const Tensor pooled = hidden.index({at::arange(ids.size(0), end.options()), end});
  return at::linear(pooled, tensor::weight_in(text_projection_, pooled.scalar_type()));
}

}  // namespace heddle::models
