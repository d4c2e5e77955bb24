#include "models/style_adapter/style_adapter.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>

#include <cstddef>
#include <cstdint>
#include <utility>

namespace heddle::models {

StyleAdapter StyleAdapter::build(const tensor::Binder& binder, const StyleAdapterConfig& config) {
  StyleAdapter net;
  net.config_ = config;
  tensor::Binder style = binder.sub("style");
  net.embedding_ = style.tensor("embedding", {1, config.tokens, config.width}, tensor::Init::normal(1.0));
  net.pre_norm_ = nn::bind_layer_norm(style.sub("pre_norm"), config.width);
  net.post_norm_ = nn::bind_layer_norm(style.sub("post_norm"), config.width);
  const nn::ClipLayerShape shape{.dim = config.width, .heads = config.heads, .mlp_dim = 4 * config.width};
  for (std::int64_t i = 0; i < config.layers; ++i) {
    net.layers_.push_back(nn::bind_clip_layer(style.sub("encoder.layers", static_cast<std::size_t>(i)), shape));
  }
  net.projection_ = nn::bind_linear(style.sub("projection"), config.width, config.context_width, nn::Bias::no);
  return net;
}

Result<StyleAdapter> StyleAdapter::bind(const tensor::NamedTensors& weights, const StyleAdapterConfig& config) {
  const tensor::Binder binder = tensor::Binder::lookup(weights);
  StyleAdapter net = build(binder, config);
  if (auto bound = binder.finish("style_adapter"); !bound) return forward(bound);
  return net;
}

void StyleAdapter::initialise(tensor::NamedTensors& weights, const StyleAdapterConfig& config,
                              at::Generator generator) {
  build(tensor::Binder::initialise(weights, std::move(generator)), config);
}

Tensor StyleAdapter::tokens(const Tensor& hidden) const {
  const Tensor x = hidden.to(pre_norm_.weight.options());
  Tensor h = at::cat({x, embedding_.to(x.scalar_type()).expand({x.size(0), -1, -1})}, 1);
  h = pre_norm_(h);
  for (const nn::ClipLayer& layer : layers_) h = layer(h, /*causal=*/false);
  return projection_(post_norm_(h.narrow(1, h.size(1) - config_.tokens, config_.tokens)));
}

}  // namespace heddle::models
