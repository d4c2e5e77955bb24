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
constexpr std::int64_t kPictureChannels = 3;

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

TinyVaeShape tiny_vae_shape_of(const WeightMap& weights) {
  TinyVaeShape shape;
  shape.latent_channels = weights.dimension(layer(0, "weight"), 1);
  shape.width = weights.dimension(layer(0, "weight"), 0);
  const int length = weights.list_length(kLayers);
  std::int64_t blocks = 0;
  // After the first convolution and its ReLU: blocks, then a doubling with its convolution, or the last convolution.
  for (int number = 2; number < length && shape.blocks.size() < kMostTinyLevels; ++number) {
    if (weights.has_prefix(layer(number, "conv."))) {
      blocks = std::min(blocks + 1, kMostBlocks);
    } else if (weights.contains(layer(number, "weight"))) {
      shape.blocks.push_back(blocks);
      blocks = 0;
    }
  }
  return shape;
}

Result<TinyVaeShape> tiny_vae_shape_from(const nlohmann::json& config) {
  ConfigReader reader(config, "vae_tiny");
  TinyVaeShape shape;
  shape.latent_channels = reader.integer("latent_channels", 4, {1, 64});
  shape.blocks = reader.integers("num_decoder_blocks", {0, kMostBlocks});
  const std::vector<std::int64_t> widths = reader.integers("decoder_block_out_channels");
  if (shape.blocks.empty() || shape.blocks.size() > kMostTinyLevels || widths.size() != shape.blocks.size()) {
    reader.reject(ErrorKind::invalid_input, fmt::format("'num_decoder_blocks' has {} levels", shape.blocks.size()));
  }
  if (!widths.empty()) shape.width = widths.front();
  if (std::ranges::any_of(widths, [&](std::int64_t width) { return width != shape.width; })) {
    reader.reject(ErrorKind::unsupported, "levels of several widths are not supported");
  }
  if (const std::string activation = reader.text("act_fn", "relu"); activation != "relu") {
    reader.reject(ErrorKind::unsupported, fmt::format("the activation '{}' is not supported", activation));
  }
  if (reader.integer("upsampling_scaling_factor", 2) != 2) {
    reader.reject(ErrorKind::unsupported, "levels that do more than double the picture are not supported");
  }
  if (reader.error()) return Failure(*reader.error());
  return shape;
}

nlohmann::json config_of(const TinyVaeShape& shape) {
  return {{"_class_name", "AutoencoderTiny"},
          {"act_fn", "relu"},
          {"decoder_block_out_channels", std::vector<std::int64_t>(shape.blocks.size(), shape.width)},
          {"latent_channels", shape.latent_channels},
          {"num_decoder_blocks", shape.blocks},
          {"upsampling_scaling_factor", 2}};
}

ExpectedTensors expected_tensors(const TinyVaeShape& shape) {
  ExpectedTensors out;
  const std::int64_t width = shape.width;
  int number = 0;
  out.conv(fmt::format("{}{}", kLayers, number), width, shape.latent_channels, 3);
  number = 2;
  for (std::size_t level = 0; level < shape.blocks.size(); ++level) {
    const bool is_last = level + 1 == shape.blocks.size();
    for (std::int64_t block = 0; block < shape.blocks[level]; ++block, ++number) {
      for (const int part : {0, 2, 4}) out.conv(fmt::format("{}{}.conv.{}", kLayers, number, part), width, width, 3);
    }
    if (is_last) {
      out.conv(fmt::format("{}{}", kLayers, number), kPictureChannels, width, 3);
    } else {
      out.add(layer(number + 1, "weight"), {width, width, 3, 3});
      number += 2;
    }
  }
  return out;
}

}  // namespace heddle::weights::layouts
