// UniControlConfig: the one description of Uni-ControlNet (Zhao et al. 2023, arXiv 2305.16322): a copy of the UNet's
// way down that seven maps modulate, and a network that makes tokens of a picture. Read from tensors. Used by opening
// of control files, by inspection, and by the network itself (models/uni_control). Values and pure functions; any
// thread.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "weights/layouts/expected_tensors.h"
#include "weights/layouts/key_target.h"
#include "weights/layouts/unet_config.h"

namespace heddle::weights::layouts {

// The numbers given here are those of the released uni.ckpt.
struct UniControlConfig {
  UNetConfig unet;                                                  // the way up is not there
  std::int64_t map_channels = 21;                                   // seven maps of three channels
  std::vector<std::int64_t> first_widths = {32, 64, 64, 128, 128};  // of the maps' network, at 1, 1/2, 1/2, 1/4, 1/4
  std::vector<std::int64_t> feature_widths = {192, 256, 384, 512};  // one a level of the UNet, from 1/8 on
  std::int64_t image_width = 768;  // of the image encoder's embedding, and of each token
  std::int64_t tokens = 4;

  // Pixels a side of the maps for one latent position.
  [[nodiscard]] static constexpr std::int64_t map_factor() { return 8; }

  // Failure: as UNetConfig::from_json, or levels without features.
  [[nodiscard]] static Result<UniControlConfig> from_json(const nlohmann::json& json);
  [[nodiscard]] nlohmann::json to_json() const;
};

// Reads it off tensors with canonical names: diffusers' ControlNet's for the copy, and "pre.0", "extractors.0",
// "feature_outs.0", "modulation.0.in.gamma", "global.ff1.in".
[[nodiscard]] UniControlConfig uni_control_config_of(const WeightMap& weights);

[[nodiscard]] ExpectedTensors expected_tensors(const UniControlConfig& config);

// "local_adapter.input_blocks.1.0.norm_in.conv_gamma.weight" to "modulation.0.in.gamma.weight".
[[nodiscard]] KeyTargets uni_control_target(std::string_view name, int layers_per_block);

}  // namespace heddle::weights::layouts
