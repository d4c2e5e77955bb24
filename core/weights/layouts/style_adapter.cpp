#include "weights/layouts/style_adapter.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "weights/layouts/clip_keys.h"
#include "weights/layouts/config_reader.h"
#include "weights/layouts/key_cursor.h"

namespace heddle::weights::layouts {

namespace {

constexpr std::int64_t kMostStyleLayers = 64;

}  // namespace

void add_clip_layer(ExpectedTensors& out, std::string_view place, std::int64_t width) {
  for (const char* norm : {"layer_norm1", "layer_norm2"}) out.norm(fmt::format("{}.{}", place, norm), width);
  for (const char* projection : {"q_proj", "k_proj", "v_proj", "out_proj"}) {
    out.linear(fmt::format("{}.self_attn.{}", place, projection), width, width);
  }
  out.linear(fmt::format("{}.mlp.fc1", place), 4 * width, width);
  out.linear(fmt::format("{}.mlp.fc2", place), width, 4 * width);
}

Result<StyleAdapterConfig> StyleAdapterConfig::from_json(const nlohmann::json& json) {
  ConfigReader reader(json, "style_adapter");
  StyleAdapterConfig config;
  config.width = reader.integer("width", config.width);
  config.context_width = reader.integer("context_width", config.context_width);
  config.tokens = reader.integer("tokens", config.tokens, {1, 1024});
  config.layers = reader.integer("layers", config.layers, {1, kMostStyleLayers});
  config.heads = reader.integer("heads", config.heads, {1, 1024});
  if (config.width % config.heads != 0) {
    reader.reject(ErrorKind::invalid_input,
                  fmt::format("a width of {} does not divide into {} heads", config.width, config.heads));
  }
  if (reader.error()) return Failure(*reader.error());
  return config;
}

nlohmann::json StyleAdapterConfig::to_json() const {
  return {{"width", width}, {"context_width", context_width}, {"tokens", tokens}, {"layers", layers}, {"heads", heads}};
}

StyleAdapterConfig style_adapter_config_of(const WeightMap& weights) {
  StyleAdapterConfig config;
  config.tokens = weights.dimension("style.embedding", 1);
  config.width = weights.dimension("style.embedding", 2);
  config.context_width = weights.dimension("style.projection.weight", 0);
  config.layers = std::min<std::int64_t>(weights.list_length("style.encoder.layers."), kMostStyleLayers);
  return config;
}

ExpectedTensors expected_tensors(const StyleAdapterConfig& config) {
  ExpectedTensors out;
  out.add("style.embedding", {1, config.tokens, config.width});
  out.norm("style.pre_norm", config.width);
  out.norm("style.post_norm", config.width);
  out.linear_without_bias("style.projection", config.context_width, config.width);
  for (std::int64_t i = 0; i < config.layers; ++i) {
    add_clip_layer(out, fmt::format("style.encoder.layers.{}", i), config.width);
  }
  return out;
}

KeyTargets style_adapter_target(std::string_view name) {
  if (name == "style_embedding") return one_target("style.embedding");
  if (name == "proj") return one_target("style.projection.weight", Adjust::transpose);
  KeyCursor cursor(name);
  if (cursor.take("ln_pre.")) return one_target(fmt::format("style.pre_norm.{}", cursor.rest()));
  if (cursor.take("ln_post.")) return one_target(fmt::format("style.post_norm.{}", cursor.rest()));
  if (cursor.take("transformer_layes.") || cursor.take("transformer_layers.")) {
    return openclip_block_target("style", cursor.rest());
  }
  return {};
}

}  // namespace heddle::weights::layouts
