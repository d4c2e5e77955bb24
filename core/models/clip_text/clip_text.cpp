#include "models/clip_text/clip_text.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/embedding.h>
#include <ATen/ops/linear.h>

#include <nlohmann/json.hpp>

#include "tensor/weight_scratch.h"

namespace heddle::models {

using tensor::Init;

ClipTextConfig ClipTextConfig::from_json(const nlohmann::json& json) {
  ClipTextConfig config;
  config.vocab_size = json.value("vocab_size", config.vocab_size);
  config.hidden_size = json.value("hidden_size", config.hidden_size);
  config.intermediate_size = json.value("intermediate_size", config.intermediate_size);
  config.num_hidden_layers = json.value("num_hidden_layers", config.num_hidden_layers);
  config.num_attention_heads = json.value("num_attention_heads", config.num_attention_heads);
  config.max_position_embeddings = json.value("max_position_embeddings", config.max_position_embeddings);
  config.projection_dim = json.value("projection_dim", config.projection_dim);
  config.eos_token_id = json.value("eos_token_id", config.eos_token_id);
  config.bos_token_id = json.value("bos_token_id", config.bos_token_id);
  config.pad_token_id = json.value("pad_token_id", config.pad_token_id);
  config.hidden_act =
      json.value("hidden_act", std::string("quick_gelu")) == "gelu" ? nn::Activation::gelu : nn::Activation::quick_gelu;
  return config;
}

nlohmann::json ClipTextConfig::to_json() const {
  return {{"architectures", {"CLIPTextModel"}},
          {"model_type", "clip_text_model"},
          {"vocab_size", vocab_size},
          {"hidden_size", hidden_size},
          {"intermediate_size", intermediate_size},
          {"num_hidden_layers", num_hidden_layers},
          {"num_attention_heads", num_attention_heads},
          {"max_position_embeddings", max_position_embeddings},
          {"projection_dim", projection_dim},
          {"bos_token_id", bos_token_id},
          {"eos_token_id", eos_token_id},
          {"pad_token_id", pad_token_id},
          {"layer_norm_eps", 1e-5},
          {"hidden_act", hidden_act == nn::Activation::gelu ? "gelu" : "quick_gelu"}};
}

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
                                 .activation = config.hidden_act};
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
