#include "weights/layouts/vae_config.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "weights/layouts/config_reader.h"
#include "weights/layouts/level_width.h"

namespace heddle::weights::layouts {

namespace {

constexpr std::int64_t kMostVaeLevels = 8;
constexpr std::int64_t kMostVaeLayers = 16;

class VaeTensors final {
 public:
  explicit VaeTensors(const VaeConfig& config) : config_(config) {}

  ExpectedTensors list() && {
    encoder();
    decoder();
    const std::int64_t z = config_.latent_channels;
    if (config_.quant_conv) out_.conv("quant_conv", 2 * z, 2 * z, 1);
    if (config_.post_quant_conv) out_.conv("post_quant_conv", z, z, 1);
    return std::move(out_);
  }

 private:
  void resnet(const std::string& place, std::int64_t in, std::int64_t out) {
    out_.norm(place + ".norm1", in);
    out_.conv(place + ".conv1", out, in, 3);
    out_.norm(place + ".norm2", out);
    out_.conv(place + ".conv2", out, out, 3);
    if (in != out) out_.conv(place + ".conv_shortcut", out, in, 1);
  }

  void middle(const std::string& half, std::int64_t width) {
    const std::string place = half + ".mid_block";
    resnet(place + ".resnets.0", width, width);
    if (config_.mid_attention) {
      const std::string attention = place + ".attentions.0";
      out_.norm(attention + ".group_norm", width);
      for (const char* module : {".to_q", ".to_k", ".to_v", ".to_out.0"}) out_.linear(attention + module, width, width);
    }
    resnet(place + ".resnets.1", width, width);
  }

  void encoder() {
    const auto& widths = config_.block_out_channels;
    out_.conv("encoder.conv_in", widths.front(), config_.in_channels, 3);
    for (std::size_t level = 0; level < widths.size(); ++level) {
      const std::string place = fmt::format("encoder.down_blocks.{}", level);
      for (std::int64_t layer = 0; layer < config_.layers_per_block; ++layer) {
        const std::int64_t in = layer > 0 || level == 0 ? widths[level] : widths[level - 1];
        resnet(fmt::format("{}.resnets.{}", place, layer), in, widths[level]);
      }
      if (level + 1 < widths.size()) out_.conv(place + ".downsamplers.0.conv", widths[level], widths[level], 3);
    }
    middle("encoder", widths.back());
    out_.norm("encoder.conv_norm_out", widths.back());
    out_.conv("encoder.conv_out", 2 * config_.latent_channels, widths.back(), 3);
  }

  void decoder() {
    const auto& widths = config_.block_out_channels;
    out_.conv("decoder.conv_in", widths.back(), config_.latent_channels, 3);
    middle("decoder", widths.back());
    for (std::size_t up = 0; up < widths.size(); ++up) {
      const std::size_t level = widths.size() - 1 - up;
      const std::string place = fmt::format("decoder.up_blocks.{}", up);
      for (std::int64_t layer = 0; layer <= config_.layers_per_block; ++layer) {
        const std::int64_t in = layer > 0 || up == 0 ? widths[level] : widths[level + 1];
        resnet(fmt::format("{}.resnets.{}", place, layer), in, widths[level]);
      }
      if (level > 0) out_.conv(place + ".upsamplers.0.conv", widths[level], widths[level], 3);
    }
    out_.norm("decoder.conv_norm_out", widths.front());
    out_.conv("decoder.conv_out", config_.out_channels, widths.front(), 3);
  }

  const VaeConfig& config_;
  ExpectedTensors out_;
};

void require_types(ConfigReader& reader, std::string_view key, std::string_view type, std::size_t levels) {
  const auto types = reader.texts(key);
  for (const std::string& other : types) {
    if (other != type) {
      reader.reject(ErrorKind::unsupported, fmt::format("blocks of the kind '{}' are not supported", other));
    }
  }
  if (types.size() != levels) {
    reader.reject(ErrorKind::invalid_input,
                  fmt::format("'{}' has {} entries for {} levels", key, types.size(), levels));
  }
}

}  // namespace

VaeConfig vae_config_of(const WeightMap& weights) {
  VaeConfig config;
  config.in_channels = weights.dimension("encoder.conv_in.weight", 1);
  config.out_channels = weights.dimension("decoder.conv_out.weight", 0);
  config.latent_channels = weights.dimension("decoder.conv_in.weight", 1);
  const std::int64_t levels = std::min<std::int64_t>(weights.list_length("encoder.down_blocks."), kMostVaeLevels);
  config.block_out_channels.clear();
  for (std::int64_t level = 0; level < levels; ++level) {
    config.block_out_channels.push_back(level_width(weights, fmt::format("encoder.down_blocks.{}", level)));
    config.norm_num_groups = std::gcd(config.norm_num_groups, config.block_out_channels.back());
  }
  config.layers_per_block =
      std::min<std::int64_t>(weights.list_length("encoder.down_blocks.0.resnets."), kMostVaeLayers);
  config.mid_attention = weights.has_prefix("decoder.mid_block.attentions.0.");
  config.quant_conv = weights.has_prefix("quant_conv.");
  config.post_quant_conv = weights.has_prefix("post_quant_conv.");
  return config;
}

Result<VaeConfig> VaeConfig::from_json(const nlohmann::json& json) {
  ConfigReader reader(json, "vae");
  VaeConfig config;
  config.in_channels = reader.integer("in_channels", 3, {1, 64});
  config.out_channels = reader.integer("out_channels", 3, {1, 64});
  config.latent_channels = reader.integer("latent_channels", kLatentChannels, {1, 64});
  config.block_out_channels = reader.integers("block_out_channels");
  const std::size_t levels = config.block_out_channels.size();
  if (levels == 0 || levels > kMostVaeLevels) {
    reader.reject(ErrorKind::invalid_input, fmt::format("'block_out_channels' has {} levels", levels));
  }
  require_types(reader, "down_block_types", "DownEncoderBlock2D", levels);
  require_types(reader, "up_block_types", "UpDecoderBlock2D", levels);
  config.layers_per_block = reader.integer("layers_per_block", 1, {1, kMostVaeLayers});
  config.norm_num_groups = reader.integer("norm_num_groups", 32);
  config.mid_attention = reader.flag("mid_block_add_attention", true);
  config.quant_conv = reader.flag("use_quant_conv", true);
  config.post_quant_conv = reader.flag("use_post_quant_conv", true);
  config.scaling_factor = reader.number("scaling_factor", kLatentScale);
  config.shift_factor = reader.number("shift_factor", 0.0);
  config.sample_size = reader.integer("sample_size", 512);
  if (reader.error()) return Failure(*reader.error());
  return config;
}

nlohmann::json VaeConfig::to_json() const {
  const std::size_t levels = block_out_channels.size();
  return {{"_class_name", "AutoencoderKL"},
          {"act_fn", "silu"},
          {"block_out_channels", block_out_channels},
          {"down_block_types", std::vector<std::string>(levels, "DownEncoderBlock2D")},
          {"force_upcast", true},
          {"in_channels", in_channels},
          {"latent_channels", latent_channels},
          {"layers_per_block", layers_per_block},
          {"mid_block_add_attention", mid_attention},
          {"norm_num_groups", norm_num_groups},
          {"out_channels", out_channels},
          {"sample_size", sample_size},
          {"scaling_factor", scaling_factor},
          {"shift_factor", shift_factor},
          {"up_block_types", std::vector<std::string>(levels, "UpDecoderBlock2D")},
          {"use_post_quant_conv", post_quant_conv},
          {"use_quant_conv", quant_conv}};
}

ExpectedTensors expected_tensors(const VaeConfig& config) { return VaeTensors(config).list(); }

}  // namespace heddle::weights::layouts
