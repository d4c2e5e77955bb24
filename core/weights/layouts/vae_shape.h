// VaeShape: the numbers that define an AutoencoderKL, read from its tensors or from its config.json, and the tensors
// that such a network needs. Used by model loading and inspection. Values.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/result.h"
#include "weights/layouts/expected_tensors.h"

namespace heddle::weights::layouts {

struct VaeShape {
  std::int64_t in_channels = 3;
  std::int64_t out_channels = 3;
  std::int64_t latent_channels = 4;
  std::vector<std::int64_t> block_out_channels;  // one a level, finest first
  std::int64_t layers_per_block = 2;             // of the encoder; the decoder has one more
  std::int64_t norm_groups = 32;
  bool mid_attention = true;
  bool quant_conv = true;
  bool post_quant_conv = true;
};

// Reads the shape off tensors with canonical names.
[[nodiscard]] VaeShape vae_shape_of(const WeightMap& weights);

// Reads it from a diffusers config. Unknown kinds of block are Unsupported.
[[nodiscard]] Result<VaeShape> vae_shape_from(const nlohmann::json& config);

// A diffusers config.json, with Stable Diffusion 1's latent scale of 0.18215.
[[nodiscard]] nlohmann::json config_of(const VaeShape& shape);

[[nodiscard]] ExpectedTensors expected_tensors(const VaeShape& shape);

}  // namespace heddle::weights::layouts
