#include "models/unet/unet_config.h"

#include <nlohmann/json.hpp>

namespace heddle::models {

namespace {

// attention_head_dim holds the number of heads (an old misnomer of diffusers): one number, or one a level.
std::vector<std::int64_t> heads_from(const nlohmann::json& json, std::size_t levels) {
  const char* key = json.contains("num_attention_heads") && !json["num_attention_heads"].is_null() ? "num_attention_heads"
                                                                                                     : "attention_head_dim";
  if (!json.contains(key)) return std::vector<std::int64_t>(levels, 8);
  if (json[key].is_array()) return json[key].get<std::vector<std::int64_t>>();
  return std::vector<std::int64_t>(levels, json[key].get<std::int64_t>());
}

}  // namespace

Result<UNetConfig> UNetConfig::from_json(const nlohmann::json& json) {
  UNetConfig config;
  config.block_out_channels = json.value("block_out_channels", config.block_out_channels);
  const std::size_t levels = config.levels();
  if (json.contains("down_block_types")) {
    config.down_attention.clear();
    for (const auto& type : json["down_block_types"]) {
      const auto name = type.get<std::string>();
      if (name != "CrossAttnDownBlock2D" && name != "DownBlock2D") {
        return fail(ErrorKind::unsupported, "[unet.load] block type '{}' is not one of Stable Diffusion 1.x or 2.x", name);
      }
      config.down_attention.push_back(name == "CrossAttnDownBlock2D");
    }
  }
  config.heads = heads_from(json, levels);
  config.layers_per_block = json.value("layers_per_block", config.layers_per_block);
  config.in_channels = json.value("in_channels", config.in_channels);
  config.out_channels = json.value("out_channels", config.out_channels);
  config.cross_attention_dim = json.value("cross_attention_dim", config.cross_attention_dim);
  config.norm_num_groups = json.value("norm_num_groups", config.norm_num_groups);
  config.sample_size = json.value("sample_size", config.sample_size);
  config.use_linear_projection = json.value("use_linear_projection", false);
  if (config.down_attention.size() != levels || config.heads.size() != levels) {
    return fail(ErrorKind::invalid_input, "[unet.load] config.json lists {} levels but {} block types and {} head counts",
                levels, config.down_attention.size(), config.heads.size());
  }
  return config;
}

nlohmann::json UNetConfig::to_json() const {
  std::vector<std::string> down, up;
  for (std::size_t i = 0; i < levels(); ++i) {
    down.emplace_back(down_attention[i] ? "CrossAttnDownBlock2D" : "DownBlock2D");
    up.emplace_back(down_attention[levels() - 1 - i] ? "CrossAttnUpBlock2D" : "UpBlock2D");
  }
  return {{"_class_name", "UNet2DConditionModel"},
          {"act_fn", "silu"},
          {"attention_head_dim", heads},
          {"block_out_channels", block_out_channels},
          {"center_input_sample", false},
          {"cross_attention_dim", cross_attention_dim},
          {"down_block_types", down},
          {"up_block_types", up},
          {"downsample_padding", 1},
          {"flip_sin_to_cos", true},
          {"freq_shift", 0},
          {"in_channels", in_channels},
          {"out_channels", out_channels},
          {"layers_per_block", layers_per_block},
          {"mid_block_scale_factor", 1},
          {"norm_eps", 1e-5},
          {"norm_num_groups", norm_num_groups},
          {"sample_size", sample_size},
          {"use_linear_projection", use_linear_projection}};
}

}  // namespace heddle::models
