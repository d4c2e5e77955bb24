#include "models/attribute_net/attribute_net.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/relu.h>

#include <nlohmann/json.hpp>

namespace heddle::models {

namespace {

constexpr double kNormEps = 1e-5;

nn::Linear bind_head(const tensor::Binder& binder, const char* name, std::int64_t features,
                     const std::vector<std::string>& answers) {
  return nn::bind_linear(binder.sub(name), features, static_cast<std::int64_t>(answers.size()));
}

}  // namespace

AttributeNetConfig AttributeNetConfig::from_json(const nlohmann::json& json) {
  AttributeNetConfig config;
  config.side = json.value("side", config.side);
  config.widths = json.value("widths", config.widths);
  config.groups = json.value("groups", config.groups);
  config.objects = json.value("things", config.objects);
  config.colours = json.value("colours", config.colours);
  config.backgrounds = json.value("settings", config.backgrounds);
  return config;
}

nlohmann::json AttributeNetConfig::to_json() const {
  return {{"model_type", "heddle_attribute_net"},
          {"side", side},
          {"widths", widths},
          {"groups", groups},
          {"things", objects},
          {"colours", colours},
          {"settings", backgrounds}};
}

AttributeNet AttributeNet::build(tensor::Binder binder, const AttributeNetConfig& config) {
  AttributeNet net;
  net.config_ = config;
  std::int64_t channels = 3, side = config.side;
  for (std::size_t i = 0; i < config.widths.size(); ++i) {
    const tensor::Binder level = binder.sub("levels", i);
    net.levels_.push_back({nn::bind_conv(level.sub("conv"), channels, config.widths[i], 3, /*stride=*/2),
                           nn::bind_group_norm(level.sub("norm"), config.widths[i], config.groups, kNormEps)});
    channels = config.widths[i];
    side /= 2;
  }
  const std::int64_t features = channels * side * side;
  net.thing_ = bind_head(binder, "thing", features, config.objects);
  net.colour_ = bind_head(binder, "colour", features, config.colours);
  net.setting_ = bind_head(binder, "setting", features, config.backgrounds);
  return net;
}

Result<AttributeNet> AttributeNet::bind(const tensor::NamedTensors& weights, const AttributeNetConfig& config) {
  const tensor::Binder binder = tensor::Binder::lookup(weights);
  AttributeNet net = build(binder, config);
  if (auto bound = binder.finish("attribute_net"); !bound) return heddle::forward(bound);
  return net;
}

void AttributeNet::initialise(tensor::NamedTensors& weights, const AttributeNetConfig& config,
                              at::Generator generator) {
  build(tensor::Binder::initialise(weights, std::move(generator)), config);
}

AttributeLogits AttributeNet::forward(const Tensor& images) const {
  Tensor h = images;
  for (const Level& level : levels_) h = at::relu(level.norm(level.conv(h)));
  const Tensor features = h.flatten(1);
  return {thing_(features), colour_(features), setting_(features)};
}

}  // namespace heddle::models
