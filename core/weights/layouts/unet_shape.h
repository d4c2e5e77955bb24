// UnetShape: the numbers that define a UNet2DConditionModel of the Stable Diffusion kind, read from its tensors or from
// its config.json, and the tensors that such a network needs. Used by model loading and inspection. Values.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/result.h"
#include "weights/layouts/expected_tensors.h"

namespace heddle::weights::layouts {

struct UnetShape {
  std::int64_t in_channels = 4;
  std::int64_t out_channels = 4;
  std::vector<std::int64_t> block_out_channels;  // one a level, finest first
  std::int64_t layers_per_block = 2;
  std::vector<bool> down_attention;              // one a level
  std::vector<bool> up_attention;                // one a level, coarsest first
  bool mid_attention = true;
  std::vector<std::int64_t> transformer_layers;  // one a level, finest first; the last also holds for the middle
  std::int64_t cross_attention_dim = 768;
  bool linear_projection = false;                // proj_in and proj_out are matrices (Stable Diffusion 2, SDXL)
  std::vector<std::int64_t> heads;               // one a level; diffusers calls it attention_head_dim
  std::int64_t norm_groups = 32;
  std::int64_t class_embedding_width = 0;        // input of class_embedding; 0: none (unCLIP models have one)
  std::int64_t added_embedding_width = 0;        // input of add_embedding; 0: none (SDXL has one)
};

// Reads the shape off tensors with canonical names. Heads are not in the tensors: 8 everywhere for convolution
// projections (Stable Diffusion 1), one per 64 channels for linear ones. Levels is 0 when this is no such UNet.
[[nodiscard]] UnetShape unet_shape_of(const WeightMap& weights);

// Reads it from a diffusers config. Unknown kinds of block are Unsupported.
[[nodiscard]] Result<UnetShape> unet_shape_from(const nlohmann::json& config);

// A diffusers config.json.
[[nodiscard]] nlohmann::json config_of(const UnetShape& shape);

[[nodiscard]] ExpectedTensors expected_tensors(const UnetShape& shape);

}  // namespace heddle::weights::layouts
