// VaeConfig: the one description of an AutoencoderKL, and what follows from it: its config.json and the tensors it
// needs. Read from tensors or from a config. Used by opening of models, by inspection, and by the network itself
// (models/vae). Values and pure functions; any thread.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/result.h"
#include "weights/latent_facts.h"
#include "weights/layouts/expected_tensors.h"

namespace heddle::weights::layouts {

// As diffusers calls them. The numbers given here are Stable Diffusion 1.5's.
struct VaeConfig {
  std::int64_t in_channels = 3;
  std::int64_t out_channels = 3;
  std::int64_t latent_channels = kLatentChannels;
  std::vector<std::int64_t> block_out_channels = {128, 256, 512, 512};  // one a level, finest first
  std::int64_t layers_per_block = 2;                                    // of the encoder; the decoder has one more
  std::int64_t norm_num_groups = 32;
  bool mid_attention = true;
  bool quant_conv = true;
  bool post_quant_conv = true;
  double scaling_factor = kLatentScale;  // from what the encoder gives to the latents that the UNet works on
  double shift_factor = 0.0;             // taken off before scaling
  std::int64_t sample_size = 512;        // pixels a side that it was trained at

  // Reads a config in diffusers' words; what is absent is as diffusers has it. Failure: unsupported kinds of block, and
  // numbers outside their range.
  [[nodiscard]] static Result<VaeConfig> from_json(const nlohmann::json& json);
  // A config.json, as diffusers' AutoencoderKL reads it.
  [[nodiscard]] nlohmann::json to_json() const;
};

// Reads it off tensors with canonical names. The scale is not in them.
[[nodiscard]] VaeConfig vae_config_of(const WeightMap& weights);

[[nodiscard]] ExpectedTensors expected_tensors(const VaeConfig& config);

}  // namespace heddle::weights::layouts
