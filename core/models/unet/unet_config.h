// UNetConfig: what a diffusers config.json states of a UNet2DConditionModel of the SD 1.x / 2.x kind. Used by UNet,
// model loading and memory estimates. A plain value.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "base/result.h"

namespace heddle::models {

struct UNetConfig {
  std::vector<std::int64_t> block_out_channels = {320, 640, 1280, 1280};
  std::vector<bool> down_attention = {true, true, true, false};  // which levels have transformers, top first
  std::vector<std::int64_t> heads = {8, 8, 8, 8};                // per level (diffusers calls it attention_head_dim)
  int layers_per_block = 2;
  std::int64_t in_channels = 4;  // 9 for inpainting checkpoints, 8 for instruct-pix2pix
  std::int64_t out_channels = 4;
  std::int64_t cross_attention_dim = 768;
  std::int64_t norm_num_groups = 32;
  std::int64_t sample_size = 64;  // latent positions a side that it was trained at
  bool use_linear_projection = false;

  [[nodiscard]] std::int64_t time_dim() const { return block_out_channels.front() * 4; }
  [[nodiscard]] std::size_t levels() const { return block_out_channels.size(); }

  // Absent fields keep the values of SD 1.5. Failure: a block type, depth or embedding that Heddle does not know.
  static Result<UNetConfig> from_json(const nlohmann::json& json);
  [[nodiscard]] nlohmann::json to_json() const;  // as diffusers' UNet2DConditionModel reads it
};

}  // namespace heddle::models
