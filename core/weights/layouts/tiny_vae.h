// The decoder of a tiny autoencoder (TAESD): names, sizes and the tensors that it needs. Its layers are numbered in one
// sequence, ReLU and upsampling included, so the numbers alone give the blocks of each level. Used by model loading and
// inspection. Pure functions.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "weights/latent_facts.h"
#include "weights/layouts/expected_tensors.h"
#include "weights/layouts/key_target.h"

namespace heddle::weights::layouts {

// The numbers given here are TAESD's.
struct TinyVaeConfig {
  std::int64_t latent_channels = kLatentChannels;
  std::int64_t width = 64;                          // channels, the same in every level
  std::vector<std::int64_t> blocks = {3, 3, 3, 1};  // a level, coarsest first; the picture doubles between levels

  // Reads a config in diffusers' words. Failure: levels of several widths, which no such decoder has, or another
  // activation than ReLU.
  [[nodiscard]] static Result<TinyVaeConfig> from_json(const nlohmann::json& json);
  // A config.json, as diffusers' AutoencoderTiny reads it.
  [[nodiscard]] nlohmann::json to_json() const;
};

// To "decoder.layers.N.…". `is_original`: as the author's files number them, one more than diffusers.
[[nodiscard]] KeyTargets tiny_vae_target(std::string_view name, bool is_original);
// A tensor of the encoder that whole files have beside the decoder.
[[nodiscard]] bool is_tiny_encoder_name(std::string_view name);

[[nodiscard]] TinyVaeConfig tiny_vae_config_of(const WeightMap& weights);
[[nodiscard]] ExpectedTensors expected_tensors(const TinyVaeConfig& config);

}  // namespace heddle::weights::layouts
