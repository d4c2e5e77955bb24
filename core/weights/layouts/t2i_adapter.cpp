#include "weights/layouts/t2i_adapter.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "weights/layouts/config_reader.h"
#include "weights/layouts/key_cursor.h"

namespace heddle::weights::layouts {

namespace {

constexpr std::size_t kMostT2ILevels = 8;
constexpr std::int64_t kMostLayersOfLevel = 16;
constexpr std::int64_t kFactor = 8;     // of the VAE of Stable Diffusion
constexpr std::int64_t kFactorXl = 16;  // SDXL's adapters begin a level deeper
constexpr std::int64_t kLightNarrowing = 4;

std::string level_name(std::size_t level, std::string_view rest) {
  return fmt::format("adapter.body.{}.{}", level, rest);
}

KeyTargets light_target(KeyCursor cursor) {
  const auto level = cursor.take_index();
  if (!level) return {};
  const auto number = static_cast<std::size_t>(*level);
  if (cursor.take("body.")) {
    const auto layer = cursor.take_index();
    if (!layer) return {};
    return one_target(level_name(number, fmt::format("resnets.{}.{}", *layer, cursor.rest())));
  }
  return one_target(level_name(number, cursor.rest()));
}

KeyTargets full_target(KeyCursor cursor, int layers) {
  const auto block = cursor.take_index();
  if (!block) return {};
  const auto level = static_cast<std::size_t>(*block / layers);
  if (cursor.rest().starts_with("in_conv.")) {
    return *block % layers == 0 ? one_target(level_name(level, cursor.rest())) : KeyTargets();
  }
  return one_target(level_name(level, fmt::format("resnets.{}.{}", *block % layers, cursor.rest())));
}

// Colours or grey; and how many pixels a side went into the channels. Files do not say: 3 * 64 and 64 are Stable
// Diffusion 1's, 3 * 256 and 256 SDXL's.
void split_unshuffled(T2IAdapterConfig& config, std::int64_t channels) {
  const bool is_xl = channels == 3 * kFactorXl * kFactorXl || channels == kFactorXl * kFactorXl;
  config.factor = is_xl ? kFactorXl : kFactor;
  config.map_channels = channels / (config.factor * config.factor);
}

}  // namespace

Result<T2IAdapterConfig> T2IAdapterConfig::from_json(const nlohmann::json& json) {
  ConfigReader reader(json, "t2i_adapter");
  T2IAdapterConfig config;
  const std::string type = reader.text("adapter_type", "full_adapter");
  config.light = type == "light_adapter";
  config.map_channels = reader.integer("in_channels", 3, {1, 64});
  config.factor = reader.integer("downscale_factor", kFactor, {1, 64});
  config.layers_per_level = reader.integer("num_res_blocks", 2, {1, kMostLayersOfLevel});
  if (json.contains("channels")) config.widths = reader.integers("channels");
  if (config.light && !config.widths.empty()) config.widths.push_back(config.widths.back());
  if (config.widths.empty() || config.widths.size() > kMostT2ILevels) {
    reader.reject(ErrorKind::invalid_input, "'channels' has no entry, or more than eight");
  }
  if (config.light && std::ranges::any_of(config.widths, [](std::int64_t w) { return w % kLightNarrowing != 0; })) {
    reader.reject(ErrorKind::invalid_input, "'channels' of a light adapter are no multiples of 4");
  }
  if (type == "full_adapter_xl" || config.factor == kFactorXl) {
    reader.reject(ErrorKind::unsupported,
                  "this T2I-Adapter is made for Stable Diffusion XL; take the one for Stable Diffusion 1.5");
  } else if (type != "full_adapter" && type != "light_adapter") {
    reader.reject(ErrorKind::unsupported, fmt::format("the kind '{}' is not known", type));
  } else if (config.factor != kFactor) {
    reader.reject(ErrorKind::unsupported, fmt::format("a map of {} pixels a latent position is not supported, only {}",
                                                      config.factor, kFactor));
  }
  if (reader.error()) return Failure(*reader.error());
  return config;
}

nlohmann::json T2IAdapterConfig::to_json() const {
  std::vector<std::int64_t> channels = widths;
  if (light && !channels.empty()) channels.pop_back();  // diffusers repeats the last
  const bool is_xl = factor == kFactorXl;
  return {{"_class_name", "T2IAdapter"},
          {"adapter_type", light ? "light_adapter" : is_xl ? "full_adapter_xl" : "full_adapter"},
          {"channels", channels},
          {"downscale_factor", factor},
          {"in_channels", map_channels},
          {"num_res_blocks", layers_per_level}};
}

T2IAdapterConfig t2i_adapter_config_of(const WeightMap& weights) {
  T2IAdapterConfig config;
  config.light = !weights.contains("adapter.conv_in.weight");
  split_unshuffled(config,
                   weights.dimension(config.light ? "adapter.body.0.in_conv.weight" : "adapter.conv_in.weight", 1));
  config.widths.clear();
  const auto levels =
      std::min<std::size_t>(static_cast<std::size_t>(weights.list_length("adapter.body.")), kMostT2ILevels);
  for (std::size_t level = 0; level < levels; ++level) {
    config.widths.push_back(
        weights.dimension(level_name(level, config.light ? "out_conv.weight" : "resnets.0.block1.weight"), 0));
  }
  config.layers_per_level = std::min<std::int64_t>(weights.list_length("adapter.body.0.resnets."), kMostLayersOfLevel);
  return config;
}

ExpectedTensors expected_tensors(const T2IAdapterConfig& config) {
  ExpectedTensors out;
  std::int64_t in = config.unshuffled();
  if (!config.light) {
    out.conv("adapter.conv_in", config.widths.front(), in, 3);
    in = config.widths.front();
  }
  for (std::size_t level = 0; level < config.widths.size(); ++level) {
    const std::int64_t width = config.widths[level];
    const std::int64_t inner = config.light ? width / kLightNarrowing : width;
    if (config.light || in != width) out.conv(level_name(level, "in_conv"), inner, in, 1);
    for (std::int64_t layer = 0; layer < config.layers_per_level; ++layer) {
      out.conv(level_name(level, fmt::format("resnets.{}.block1", layer)), inner, inner, 3);
      out.conv(level_name(level, fmt::format("resnets.{}.block2", layer)), inner, inner, config.light ? 3 : 1);
    }
    if (config.light) out.conv(level_name(level, "out_conv"), width, inner, 1);
    in = width;
  }
  return out;
}

KeyTargets t2i_target_from_original(std::string_view name, int layers_per_level) {
  KeyCursor cursor(name);
  if (cursor.take("body.")) return layers_per_level == 0 ? light_target(cursor) : full_target(cursor, layers_per_level);
  return name.starts_with("conv_in.") ? one_target(fmt::format("adapter.{}", name)) : KeyTargets();
}

int original_t2i_layers(const WeightMap& file, std::string_view prefix) {
  for (int block = 1; block <= kMostLayersOfLevel; ++block) {
    if (file.contains(fmt::format("{}body.{}.in_conv.weight", prefix, block))) return block;
  }
  return 2;
}

}  // namespace heddle::weights::layouts
