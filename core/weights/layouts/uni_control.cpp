#include "weights/layouts/uni_control.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "weights/layouts/config_reader.h"
#include "weights/layouts/controlnet_config.h"
#include "weights/layouts/controlnet_keys.h"
#include "weights/layouts/key_cursor.h"

namespace heddle::weights::layouts {

namespace {

constexpr std::int64_t kMostUniLevels = 8;
constexpr std::size_t kFirstConvs = 5;

// "norm_in.conv_gamma.weight" of a level's first block.
KeyTargets modulation_target(int level, KeyCursor cursor) {
  const bool is_in = cursor.take("norm_in.");
  if (!is_in && !cursor.take("norm_out.")) return {};
  const char* place = is_in ? "in" : "out";
  if (cursor.take("conv_gamma."))
    return one_target(fmt::format("modulation.{}.{}.gamma.{}", level, place, cursor.rest()));
  if (cursor.take("conv_beta."))
    return one_target(fmt::format("modulation.{}.{}.beta.{}", level, place, cursor.rest()));
  return {};
}

KeyTargets feature_target(KeyCursor cursor) {
  if (cursor.take("pre_extractor.")) {
    const auto slot = cursor.take_index();
    if (!slot || *slot % 2 != 0) return {};
    return one_target(fmt::format("pre.{}.{}", *slot / 2, cursor.rest()));
  }
  if (cursor.take("extractors.")) {
    const auto level = cursor.take_index();
    if (!level || cursor.take_index() != 0) return {};
    return one_target(fmt::format("extractors.{}.{}", *level, cursor.rest()));
  }
  if (cursor.take("zero_convs.")) return one_target(fmt::format("feature_outs.{}", cursor.rest()));
  return {};
}

KeyTargets global_target(KeyCursor cursor) {
  for (const char* norm : {"norm1.", "norm2."}) {
    if (cursor.rest().starts_with(norm)) return one_target(fmt::format("global.{}", cursor.rest()));
  }
  for (const char* ff : {"ff1", "ff2"}) {
    if (!cursor.take(fmt::format("{}.net.", ff))) continue;
    if (cursor.take("0.proj.")) return one_target(fmt::format("global.{}.in.{}", ff, cursor.rest()));
    if (cursor.take("2.")) return one_target(fmt::format("global.{}.out.{}", ff, cursor.rest()));
  }
  return {};
}

void add_modulation(ExpectedTensors& out, std::size_t level, std::int64_t in, std::int64_t width,
                    std::int64_t features) {
  for (const char* what : {"gamma", "beta"}) {
    out.conv(fmt::format("modulation.{}.in.{}", level, what), in, features, 3);
    out.conv(fmt::format("modulation.{}.out.{}", level, what), width, features, 3);
  }
}

}  // namespace

Result<UniControlConfig> UniControlConfig::from_json(const nlohmann::json& json) {
  auto unet = UNetConfig::from_json(json);
  if (!unet) return forward(unet);
  ConfigReader reader(json, "uni_control");
  UniControlConfig config;
  config.unet = std::move(*unet);
  config.map_channels = reader.integer("map_channels", config.map_channels, {1, 1024});
  if (json.contains("first_widths")) config.first_widths = reader.integers("first_widths");
  if (json.contains("feature_widths")) config.feature_widths = reader.integers("feature_widths");
  config.image_width = reader.integer("image_width", config.image_width);
  config.tokens = reader.integer("tokens", config.tokens, {1, 1024});
  if (config.first_widths.size() != kFirstConvs || config.feature_widths.size() != config.unet.levels()) {
    reader.reject(ErrorKind::invalid_input, "the maps' network does not have the levels of the UNet");
  }
  if (reader.error()) return Failure(*reader.error());
  return config;
}

nlohmann::json UniControlConfig::to_json() const {
  nlohmann::json json = unet.to_json();
  for (const char* key : {"up_block_types", "out_channels", "sample_size"}) json.erase(key);
  json["_class_name"] = "UniControlNet";
  json["map_channels"] = map_channels;
  json["first_widths"] = first_widths;
  json["feature_widths"] = feature_widths;
  json["image_width"] = image_width;
  json["tokens"] = tokens;
  return json;
}

UniControlConfig uni_control_config_of(const WeightMap& weights) {
  UniControlConfig config;
  config.unet = unet_config_of(weights);
  config.unet.up_attention.assign(config.unet.down_attention.rbegin(), config.unet.down_attention.rend());
  config.unet.out_channels = config.unet.in_channels;
  config.map_channels = weights.dimension("pre.0.weight", 1);
  config.first_widths.clear();
  for (std::size_t i = 0; i < kFirstConvs; ++i) {
    config.first_widths.push_back(weights.dimension(fmt::format("pre.{}.weight", i), 0));
  }
  config.feature_widths.clear();
  const auto levels = std::min<std::int64_t>(weights.list_length("extractors."), kMostUniLevels);
  for (std::int64_t i = 0; i < levels; ++i) {
    config.feature_widths.push_back(weights.dimension(fmt::format("extractors.{}.weight", i), 0));
  }
  config.image_width = weights.dimension("global.norm1.weight", 0);
  config.tokens = config.image_width > 0 ? weights.dimension("global.ff2.out.weight", 0) / config.image_width : 0;
  return config;
}

ExpectedTensors expected_tensors(const UniControlConfig& config) {
  ExpectedTensors out;
  const ExpectedTensors encoder = expected_encoder_tensors(config.unet);
  for (const ExpectedTensor& one : encoder.tensors()) {
    const bool is_modulated =
        one.name.starts_with("down_blocks.") && one.name.find(".resnets.0.norm") != std::string::npos;
    if (!is_modulated) out.add(one.name, one.shape);
  }
  const std::vector<std::int64_t> skips = skip_channels(config.unet);
  for (std::size_t i = 0; i < skips.size(); ++i)
    out.conv(fmt::format("controlnet_down_blocks.{}", i), skips[i], skips[i], 1);
  const std::vector<std::int64_t>& levels = config.unet.block_out_channels;
  out.conv("controlnet_mid_block", levels.back(), levels.back(), 1);
  std::int64_t in = config.map_channels;
  for (std::size_t i = 0; i < config.first_widths.size(); ++i) {
    out.conv(fmt::format("pre.{}", i), config.first_widths[i], in, 3);
    in = config.first_widths[i];
  }
  std::int64_t below = levels.front();
  for (std::size_t i = 0; i < config.feature_widths.size(); ++i) {
    const std::int64_t width = config.feature_widths[i];
    out.conv(fmt::format("extractors.{}", i), width, in, 3);
    out.conv(fmt::format("feature_outs.{}", i), width, width, 3);
    add_modulation(out, i, below, levels[i], width);
    in = width;
    below = levels[i];
  }
  const std::int64_t image = config.image_width, inner = 2 * image;
  out.norm("global.norm1", image);
  out.norm("global.norm2", inner);
  out.linear("global.ff1.in", 2 * 4 * image, image);  // GEGLU: both halves of a layer four times as wide
  out.linear("global.ff1.out", inner, 4 * image);
  out.linear("global.ff2.in", 2 * 4 * inner, inner);
  out.linear("global.ff2.out", config.tokens * image, 4 * inner);
  return out;
}

KeyTargets uni_control_target(std::string_view name, int layers_per_block) {
  KeyCursor cursor(name);
  if (cursor.take("global_adapter.")) return global_target(cursor);
  if (!cursor.take("local_adapter.")) return {};
  const std::string_view local = cursor.rest();
  if (cursor.take("feature_extractor.")) return feature_target(cursor);
  if (local.find(".norm_in.") != std::string_view::npos || local.find(".norm_out.") != std::string_view::npos) {
    if (!cursor.take("input_blocks.")) return {};
    const auto block = cursor.take_index();
    if (!block || *block < 1 || cursor.take_index() != 0) return {};
    return (*block - 1) % (layers_per_block + 1) == 0 ? modulation_target((*block - 1) / (layers_per_block + 1), cursor)
                                                      : KeyTargets();
  }
  return controlnet_target_from_ldm(local, layers_per_block, /*hint_layers=*/0);
}

}  // namespace heddle::weights::layouts
