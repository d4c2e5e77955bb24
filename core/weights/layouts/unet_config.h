// UNetConfig: the one description of a UNet2DConditionModel of the Stable Diffusion kind, and what follows from it: its
// config.json, the tensors it needs, its cross-attention layers. Read from tensors or from a config. Used by opening
// of models, by inspection, and by the network itself (models/unet). Values and pure functions; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/result.h"
#include "weights/latent_facts.h"
#include "weights/layouts/expected_tensors.h"

namespace heddle::weights::layouts {

// As diffusers calls them. The numbers given here are Stable Diffusion 1.5's.
struct UNetConfig {
  std::int64_t in_channels = kLatentChannels;  // 9 for inpainting checkpoints, 8 for instruct-pix2pix
  std::int64_t out_channels = kLatentChannels;
  std::vector<std::int64_t> block_out_channels = {320, 640, 1280, 1280};  // one a level, finest first
  std::int64_t layers_per_block = 2;                                      // of the way down; the way up has one more
  std::vector<bool> down_attention = {true, true, true, false};           // one a level: whether it has transformers
  std::vector<bool> up_attention = {false, true, true, true};             // one a level, coarsest first
  bool mid_attention = true;
  std::vector<std::int64_t> transformer_layers = {1, 1, 1, 1};  // one a level; the last also holds for the middle
  std::int64_t cross_attention_dim = 768;
  bool use_linear_projection = false;              // proj_in and proj_out are matrices (Stable Diffusion 2, SDXL)
  std::vector<std::int64_t> heads = {8, 8, 8, 8};  // one a level; diffusers calls it attention_head_dim
  std::int64_t norm_num_groups = 32;
  std::int64_t sample_size = 64;           // latent positions a side that it was trained at
  std::int64_t class_embedding_width = 0;  // input of class_embedding; 0: none (unCLIP models have one)
  std::int64_t added_embedding_width = 0;  // input of add_embedding; 0: none (SDXL has one)

  [[nodiscard]] std::int64_t time_dim() const { return block_out_channels.front() * 4; }
  [[nodiscard]] std::size_t levels() const { return block_out_channels.size(); }

  // Reads a config in diffusers' words; what is absent is as diffusers has it, and a way up that is absent mirrors the
  // way down. Failure: unsupported kinds of block and of embedding, and numbers outside their range.
  [[nodiscard]] static Result<UNetConfig> from_json(const nlohmann::json& json);
  // A config.json, as diffusers' UNet2DConditionModel reads it.
  [[nodiscard]] nlohmann::json to_json() const;
};

// Reads it off tensors with canonical names. Heads are not in the tensors: 8 everywhere for convolution projections
// (Stable Diffusion 1), one per 64 channels for linear ones. Without levels when this is no such UNet.
[[nodiscard]] UNetConfig unet_config_of(const WeightMap& weights);

[[nodiscard]] ExpectedTensors expected_tensors(const UNetConfig& config);
// Those of the way down and the middle, which a ControlNet has too.
[[nodiscard]] ExpectedTensors expected_encoder_tensors(const UNetConfig& config);

// One cross-attention layer of a UNet, and its place in it.
struct CrossAttentionLayer {
  enum class Way { down, mid, up };

  std::string name;      // its processor's: "down_blocks.0.attentions.0.transformer_blocks.0.attn2"
  std::int64_t dim = 0;  // width of its keys
  Way way = Way::down;
  std::size_t level = 0;          // 0 is the finest
  std::int64_t transformer = 0;   // which of its block
  std::int64_t transformers = 1;  // how many the block has
};

// In the order data flows, down, middle, up: the order of a lane's rows, of an image prompt's scales and of an
// IP-Adapter's tensors as Heddle keeps them.
[[nodiscard]] std::vector<CrossAttentionLayer> cross_attention_layers(const UNetConfig& config);

}  // namespace heddle::weights::layouts
