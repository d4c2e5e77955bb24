#include "weights/layouts/tiny_vae.h"

#include <fmt/format.h>

#include <algorithm>

#include "weights/layouts/config_reader.h"
#include "weights/layouts/key_cursor.h"

namespace heddle::weights::layouts {

namespace {

constexpr std::string_view kLayers = "decoder.layers.";
constexpr std::size_t kMostTinyLevels = 8;
constexpr std::int64_t kMostBlocks = 64;
constexpr std::int64_t kImageChannels = 3;

std::string layer(int number, std::string_view parameter) { return fmt::format("{}{}.{}", kLayers, number, parameter); }

}  // namespace

KeyTargets tiny_vae_target(std::string_view name, bool is_original) {
  if (!is_original) return name.starts_with(kLayers) ? one_target(std::string(name)) : KeyTargets();
  KeyCursor cursor(name);
  const auto number = cursor.take_index();
  if (!number || *number < 1) return {};
  return one_target(layer(*number - 1, cursor.rest()));
}

bool is_tiny_encoder_name(std::string_view name) {
  for (const std::string_view start : {"encoder.layers.", "taesd_encoder.", "encoder.0.", "vae_tiny.encoder."}) {
    if (name.starts_with(start)) return true;
  }
  // "encoder.3.conv.0.weight", as in the author's whole model.
  KeyCursor cursor(name);
  return cursor.take("encoder.") && cursor.take_index().has_value();
}

TinyVaeConfig tiny_vae_config_of(const WeightMap& weights) {
  TinyVaeConfig config;
  config.blocks.clear();
  config.latent_channels = weights.dimension(layer(0, "weight"), 1);
  config.width = weights.dimension(layer(0, "weight"), 0);
  const int length = weights.list_length(kLayers);
  std::int64_t blocks = 0;
  // After the first convolution and its ReLU: blocks, then a doubling with its convolution, or the last convolution.
  for (int number = 2; number < length && config.blocks.size() < kMostTinyLevels; ++number) {
    if (weights.has_prefix(layer(number, "conv."))) {
      blocks = std::min(blocks + 1, kMostBlocks);
    } else if (weights.contains(layer(number, "weight"))) {
      config.blocks.push_back(blocks);
      blocks = 0;
    }
  }
  return config;
}

Result<TinyVaeConfig> TinyVaeConfig::from_json(const nlohmann::json& json) {
  ConfigReader reader(json, "vae_tiny");
  TinyVaeConfig config;
  config.latent_channels = reader.integer("latent_channels", kLatentChannels, {1, 64});
  config.blocks = reader.integers("num_decoder_blocks", {0, kMostBlocks});
  const std::vector<std::int64_t> widths = reader.integers("decoder_block_out_channels");
  if (config.blocks.empty() || config.blocks.size() > kMostTinyLevels || widths.size() != config.blocks.size()) {
    reader.reject(ErrorKind::invalid_input, fmt::format("'num_decoder_blocks' has {} levels", config.blocks.size()));
  }
  if (!widths.empty()) config.width = widths.front();
  if (std::ranges::any_of(widths, [&](std::int64_t width) { return width != config.width; })) {
    reader.reject(ErrorKind::unsupported, "levels of several widths are not supported");
  }
  if (const std::string activation = reader.text("act_fn", "relu"); activation != "relu") {
    reader.reject(ErrorKind::unsupported, fmt::format("the activation '{}' is not supported", activation));
  }
  if (reader.integer("upsampling_scaling_factor", 2) != 2) {
    reader.reject(ErrorKind::unsupported, "levels that do more than double the picture are not supported");
  }
  if (reader.error()) return Failure(*reader.error());
  return config;
}

nlohmann::json TinyVaeConfig::to_json() const {
  const std::vector<std::int64_t> widths(blocks.size(), width);
  return {{"_class_name", "AutoencoderTiny"},
          {"act_fn", "relu"},
          {"decoder_block_out_channels", widths},
          {"in_channels", kImageChannels},
          {"latent_channels", latent_channels},
          {"latent_magnitude", 3},
          {"latent_shift", 0.5},
          {"num_decoder_blocks", blocks},
          {"out_channels", kImageChannels},
          {"scaling_factor", 1.0},
          {"upsample_fn", "nearest"},
          {"upsampling_scaling_factor", 2}};
}

ExpectedTensors expected_tensors(const TinyVaeConfig& config) {
  ExpectedTensors out;
  const std::int64_t width = config.width;
  int number = 0;
  out.conv(fmt::format("{}{}", kLayers, number), width, config.latent_channels, 3);
  number = 2;
  for (std::size_t level = 0; level < config.blocks.size(); ++level) {
    const bool is_last = level + 1 == config.blocks.size();
    for (std::int64_t block = 0; block < config.blocks[level]; ++block, ++number) {
      for (const int part : {0, 2, 4}) out.conv(fmt::format("{}{}.conv.{}", kLayers, number, part), width, width, 3);
    }
    if (is_last) {
      out.conv(fmt::format("{}{}", kLayers, number), kImageChannels, width, 3);
    } else {
      out.add(layer(number + 1, "weight"), {width, width, 3, 3});
      number += 2;
    }
  }
  return out;
}

}  // namespace heddle::weights::layouts
