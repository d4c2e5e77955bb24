#include "weights/layouts/controlnet_config.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "weights/layouts/config_reader.h"

namespace heddle::weights::layouts {

namespace {

constexpr std::int64_t kMostHintLevels = 8;

// Two convolutions a halving: blocks.0 keeps the width, blocks.1 halves the side.
void add_hint_tensors(ExpectedTensors& out, const ControlNetConfig& config) {
  const auto& widths = config.hint_widths;
  out.conv("controlnet_cond_embedding.conv_in", widths.front(), config.hint_channels, 3);
  for (std::size_t i = 0; i + 1 < widths.size(); ++i) {
    out.conv(fmt::format("controlnet_cond_embedding.blocks.{}", 2 * i), widths[i], widths[i], 3);
    out.conv(fmt::format("controlnet_cond_embedding.blocks.{}", 2 * i + 1), widths[i + 1], widths[i], 3);
  }
  out.conv("controlnet_cond_embedding.conv_out", config.unet.block_out_channels.front(), widths.back(), 3);
}

}  // namespace

std::vector<std::int64_t> skip_channels(const UNetConfig& config) {
  std::vector<std::int64_t> channels{config.block_out_channels.front()};
  for (std::size_t level = 0; level < config.levels(); ++level) {
    const bool halves = level + 1 < config.levels();
    channels.insert(channels.end(), static_cast<std::size_t>(config.layers_per_block + (halves ? 1 : 0)),
                    config.block_out_channels[level]);
  }
  return channels;
}

std::size_t ControlNetConfig::residuals() const { return skip_channels(unet).size() + 1; }

Result<ControlNetConfig> ControlNetConfig::from_json(const nlohmann::json& json) {
  auto unet = UNetConfig::from_json(json);
  if (!unet) return forward(unet);
  ConfigReader reader(json, "controlnet");
  ControlNetConfig config;
  config.unet = std::move(*unet);
  if (config.unet.added_embedding_width > 0) {
    reader.reject(
        ErrorKind::unsupported,
        "this ControlNet is made for Stable Diffusion XL; take the one for Stable Diffusion 1.5 (files called "
        "control_v11p_sd15_…)");
  }
  config.hint_channels = reader.integer("conditioning_channels", 3, {1, 64});
  config.is_difference = reader.flag("is_difference", false);
  config.pools_residuals = reader.flag("global_pool_conditions", false);
  if (json.contains("conditioning_embedding_out_channels"))
    config.hint_widths = reader.integers("conditioning_embedding_out_channels");
  if (config.hint_widths.empty() || config.hint_widths.size() > kMostHintLevels) {
    reader.reject(ErrorKind::invalid_input, "conditioning_embedding_out_channels has no entry, or more than eight");
  }
  if (reader.error()) return Failure(*reader.error());
  return config;
}

nlohmann::json ControlNetConfig::to_json() const {
  nlohmann::json json = unet.to_json();
  for (const char* key : {"up_block_types", "out_channels", "sample_size", "center_input_sample"}) json.erase(key);
  json["_class_name"] = "ControlNetModel";
  json["conditioning_channels"] = hint_channels;
  json["conditioning_embedding_out_channels"] = hint_widths;
  json["controlnet_conditioning_channel_order"] = "rgb";
  json["global_pool_conditions"] = pools_residuals;
  return json;
}

ControlNetConfig controlnet_config_of(const WeightMap& weights) {
  ControlNetConfig config;
  config.unet = unet_config_of(weights);
  config.unet.up_attention.assign(config.unet.down_attention.rbegin(), config.unet.down_attention.rend());
  config.unet.out_channels = config.unet.in_channels;
  config.hint_channels = weights.dimension("controlnet_cond_embedding.conv_in.weight", 1);
  config.hint_widths = {weights.dimension("controlnet_cond_embedding.conv_in.weight", 0)};
  const auto blocks =
      std::min<std::int64_t>(weights.list_length("controlnet_cond_embedding.blocks."), 2 * kMostHintLevels - 2);
  for (std::int64_t i = 1; i < blocks; i += 2) {
    config.hint_widths.push_back(weights.dimension(fmt::format("controlnet_cond_embedding.blocks.{}.weight", i), 0));
  }
  return config;
}

ExpectedTensors expected_tensors(const ControlNetConfig& config) {
  ExpectedTensors out = expected_encoder_tensors(config.unet);
  add_hint_tensors(out, config);
  const std::vector<std::int64_t> skips = skip_channels(config.unet);
  for (std::size_t i = 0; i < skips.size(); ++i)
    out.conv(fmt::format("controlnet_down_blocks.{}", i), skips[i], skips[i], 1);
  out.conv("controlnet_mid_block", config.unet.block_out_channels.back(), config.unet.block_out_channels.back(), 1);
  return out;
}

}  // namespace heddle::weights::layouts
