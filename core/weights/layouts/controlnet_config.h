// ControlNetConfig: the one description of a ControlNet (Zhang et al. 2023): the UNet's way down and middle that it
// copies, and the network that reads its map. Read from tensors or from a config. Used by opening of control files, by
// inspection, and by the network itself (models/controlnet). Values and pure functions; any thread.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/result.h"
#include "weights/layouts/expected_tensors.h"
#include "weights/layouts/unet_config.h"

namespace heddle::weights::layouts {

struct ControlNetConfig {
  UNetConfig unet;                 // the way up is not there
  std::int64_t hint_channels = 3;  // of the map
  std::vector<std::int64_t> hint_widths = {16, 32, 96,
                                           256};  // of the map's network, each at half the side of the one before
  bool pools_residuals =
      false;  // each residual becomes its mean over the picture, and acts on the conditional half (Shuffle)

  bool is_difference = false;  // its copy of the UNet holds what to add to the base model's weights

  // How many residuals it gives, the middle's with them: 13 for SD 1.5.
  [[nodiscard]] std::size_t residuals() const;
  // Pixels a side of the map for one latent position.
  [[nodiscard]] std::int64_t hint_factor() const { return std::int64_t{1} << (hint_widths.size() - 1); }

  // Reads a config in the words of diffusers' ControlNetModel. Failure: as UNetConfig::from_json.
  [[nodiscard]] static Result<ControlNetConfig> from_json(const nlohmann::json& json);
  [[nodiscard]] nlohmann::json to_json() const;
};

// Reads it off tensors with canonical names.
[[nodiscard]] ControlNetConfig controlnet_config_of(const WeightMap& weights);

[[nodiscard]] ExpectedTensors expected_tensors(const ControlNetConfig& config);

// The channels of each residual for a skip, in the order data flows: conv_in's output, then each block's and each
// downsampler's.
[[nodiscard]] std::vector<std::int64_t> skip_channels(const UNetConfig& config);

}  // namespace heddle::weights::layouts
