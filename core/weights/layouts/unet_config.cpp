#include "weights/layouts/unet_config.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <string>
#include <utility>

#include "weights/layouts/config_reader.h"
#include "weights/layouts/level_width.h"

namespace heddle::weights::layouts {

namespace {

constexpr std::int64_t kMostLevels = 8;
constexpr std::int64_t kMostLayers = 16;
constexpr std::int64_t kMostTransformers = 64;
constexpr std::int64_t kSdxlSampleSize = 128;  // latent positions a side

void read_transformers(const WeightMap& weights, UNetConfig& config, std::size_t level, const std::string& place) {
  const int count = weights.list_length(fmt::format("{}.transformer_blocks.", place));
  if (count == 0) return;
  const std::string block = fmt::format("{}.transformer_blocks.0", place);
  config.transformer_layers[level] = count;
  const std::int64_t context = weights.dimension(block + ".attn2.to_k.weight", 1);
  const std::size_t rank = weights.rank(place + ".proj_in.weight");
  if (context > 0) config.cross_attention_dim = context;
  if (rank > 0) config.use_linear_projection = rank == 2;
}

void read_levels(const WeightMap& weights, UNetConfig& config) {
  const auto levels =
      static_cast<std::size_t>(std::min<std::int64_t>(weights.list_length("down_blocks."), kMostLevels));
  config.block_out_channels.clear();
  config.down_attention.clear();
  config.up_attention.clear();
  config.transformer_layers.assign(levels, 1);
  for (std::size_t level = 0; level < levels; ++level) {
    const std::string down = fmt::format("down_blocks.{}", level);
    config.block_out_channels.push_back(level_width(weights, down));
    config.down_attention.push_back(weights.has_prefix(down + ".attentions."));
    config.up_attention.push_back(weights.has_prefix(fmt::format("up_blocks.{}.attentions.", level)));
  }
  if (levels == 0) return;
  config.mid_attention = weights.has_prefix("mid_block.attentions.0.");
  read_transformers(weights, config, levels - 1, "mid_block.attentions.0");
  for (std::size_t level = 0; level < levels; ++level) {
    read_transformers(weights, config, level, fmt::format("down_blocks.{}.attentions.0", level));
  }
}

std::vector<std::int64_t> usual_heads(const UNetConfig& config) {
  std::vector<std::int64_t> heads;
  for (const std::int64_t width : config.block_out_channels) {
    heads.push_back(config.use_linear_projection ? std::max<std::int64_t>(width / 64, 1) : 8);
  }
  return heads;
}

// The files do not say it; every released model has 32, narrower ones what divides their widths.
std::int64_t usual_groups(const std::vector<std::int64_t>& widths) {
  std::int64_t groups = 32;
  for (const std::int64_t width : widths) groups = std::gcd(groups, width);
  return groups;
}

// One number where all levels agree, as diffusers writes it.
nlohmann::json per_level(const std::vector<std::int64_t>& values) {
  const bool agree = std::ranges::adjacent_find(values, std::not_equal_to<>()) == values.end();
  return agree && !values.empty() ? nlohmann::json(values.front()) : nlohmann::json(values);
}

std::vector<std::string> block_types(const std::vector<bool>& attention, const char* with, const char* without) {
  std::vector<std::string> types;
  for (const bool has : attention) types.emplace_back(has ? with : without);
  return types;
}

std::vector<bool> attention_of(ConfigReader& reader, std::string_view key, std::string_view with,
                               std::string_view without) {
  std::vector<bool> attention;
  for (const std::string& type : reader.texts(key)) {
    if (type != with && type != without) {
      reader.reject(ErrorKind::unsupported, fmt::format("blocks of the kind '{}' are not supported", type));
    }
    attention.push_back(type == with);
  }
  return attention;
}

void read_mid(ConfigReader& reader, UNetConfig& config) {
  const std::string type = reader.text("mid_block_type", "UNetMidBlock2DCrossAttn");
  config.mid_attention = type == "UNetMidBlock2DCrossAttn";
  if (!config.mid_attention && type != "UNetMidBlock2D") {
    reader.reject(ErrorKind::unsupported, fmt::format("a middle block of the kind '{}' is not supported", type));
  }
}

void read_embeddings(ConfigReader& reader, UNetConfig& config) {
  const std::int64_t width = reader.integer("projection_class_embeddings_input_dim", 0, {0, 1 << 16});
  const std::string class_type = reader.text("class_embed_type", "");
  const std::string added_type = reader.text("addition_embed_type", "");
  if (class_type == "projection") config.class_embedding_width = width;
  if (added_type == "text_time") config.added_embedding_width = width;
  if (!class_type.empty() && class_type != "projection") {
    reader.reject(ErrorKind::unsupported, fmt::format("class_embed_type '{}' is not supported", class_type));
  }
  if (!added_type.empty() && added_type != "text_time") {
    reader.reject(ErrorKind::unsupported, fmt::format("addition_embed_type '{}' is not supported", added_type));
  }
}

class UnetTensors final {
 public:
  explicit UnetTensors(const UNetConfig& config)
      : config_(config), time_width_(4 * config.block_out_channels.front()) {}

  ExpectedTensors encoder() && {
    add_encoder();
    return std::move(out_);
  }

  ExpectedTensors list() && {
    const auto& widths = config_.block_out_channels;
    add_encoder();
    for (std::size_t level = 0; level < widths.size(); ++level) up_block(level);
    out_.norm("conv_norm_out", widths.front());
    out_.conv("conv_out", config_.out_channels, widths.front(), 3);
    return std::move(out_);
  }

 private:
  void add_encoder() {
    const auto& widths = config_.block_out_channels;
    out_.conv("conv_in", widths.front(), config_.in_channels, 3);
    embedding("time_embedding", widths.front());
    if (config_.class_embedding_width > 0) embedding("class_embedding", config_.class_embedding_width);
    if (config_.added_embedding_width > 0) embedding("add_embedding", config_.added_embedding_width);
    for (std::size_t level = 0; level < widths.size(); ++level) down_block(level);
    mid_block();
  }

  void embedding(std::string_view place, std::int64_t in) {
    out_.linear(fmt::format("{}.linear_1", place), time_width_, in);
    out_.linear(fmt::format("{}.linear_2", place), time_width_, time_width_);
  }

  void resnet(const std::string& place, std::int64_t in, std::int64_t out) {
    out_.norm(place + ".norm1", in);
    out_.conv(place + ".conv1", out, in, 3);
    out_.linear(place + ".time_emb_proj", out, time_width_);
    out_.norm(place + ".norm2", out);
    out_.conv(place + ".conv2", out, out, 3);
    if (in != out) out_.conv(place + ".conv_shortcut", out, in, 1);
  }

  void projection(const std::string& place, std::int64_t width) {
    if (config_.use_linear_projection) {
      out_.linear(place, width, width);
    } else {
      out_.conv(place, width, width, 1);
    }
  }

  void attention(const std::string& place, std::int64_t width, std::int64_t context) {
    out_.linear_without_bias(place + ".to_q", width, width);
    out_.linear_without_bias(place + ".to_k", width, context);
    out_.linear_without_bias(place + ".to_v", width, context);
    out_.linear(place + ".to_out.0", width, width);
  }

  void transformer(const std::string& place, std::int64_t width, std::int64_t layers) {
    out_.norm(place + ".norm", width);
    projection(place + ".proj_in", width);
    for (std::int64_t layer = 0; layer < layers; ++layer) {
      const std::string block = fmt::format("{}.transformer_blocks.{}", place, layer);
      for (const char* norm : {".norm1", ".norm2", ".norm3"}) out_.norm(block + norm, width);
      attention(block + ".attn1", width, width);
      attention(block + ".attn2", width, config_.cross_attention_dim);
      out_.linear(block + ".ff.net.0.proj", 8 * width, width);  // GEGLU: value and gate, each four times as wide
      out_.linear(block + ".ff.net.2", width, 4 * width);
    }
    projection(place + ".proj_out", width);
  }

  void down_block(std::size_t level) {
    const auto& widths = config_.block_out_channels;
    const std::string place = fmt::format("down_blocks.{}", level);
    const std::int64_t out = widths[level];
    for (std::int64_t layer = 0; layer < config_.layers_per_block; ++layer) {
      const std::int64_t in = layer > 0 || level == 0 ? out : widths[level - 1];
      resnet(fmt::format("{}.resnets.{}", place, layer), in, out);
      if (!config_.down_attention[level]) continue;
      transformer(fmt::format("{}.attentions.{}", place, layer), out, config_.transformer_layers[level]);
    }
    if (level + 1 < widths.size()) out_.conv(place + ".downsamplers.0.conv", out, out, 3);
  }

  void mid_block() {
    const std::int64_t width = config_.block_out_channels.back();
    resnet("mid_block.resnets.0", width, width);
    if (config_.mid_attention) transformer("mid_block.attentions.0", width, config_.transformer_layers.back());
    resnet("mid_block.resnets.1", width, width);
  }

  // Up blocks run coarsest first; each residual block also takes one skip of the way down.
  void up_block(std::size_t up) {
    const auto& widths = config_.block_out_channels;
    const std::size_t level = widths.size() - 1 - up;
    const std::string place = fmt::format("up_blocks.{}", up);
    const std::int64_t out = widths[level];
    const std::int64_t before = up == 0 ? out : widths[level + 1];
    const std::int64_t last_skip = level == 0 ? widths[0] : widths[level - 1];
    for (std::int64_t layer = 0; layer <= config_.layers_per_block; ++layer) {
      const std::int64_t skip = layer == config_.layers_per_block ? last_skip : out;
      resnet(fmt::format("{}.resnets.{}", place, layer), (layer == 0 ? before : out) + skip, out);
      if (!config_.up_attention[up]) continue;
      transformer(fmt::format("{}.attentions.{}", place, layer), out, config_.transformer_layers[level]);
    }
    if (level > 0) out_.conv(place + ".upsamplers.0.conv", out, out, 3);
  }

  const UNetConfig& config_;
  std::int64_t time_width_;
  ExpectedTensors out_;
};

}  // namespace

UNetConfig unet_config_of(const WeightMap& weights) {
  UNetConfig config;
  config.in_channels = weights.dimension("conv_in.weight", 1);
  config.out_channels = weights.dimension("conv_out.weight", 0);
  config.layers_per_block = std::min<std::int64_t>(weights.list_length("down_blocks.0.resnets."), kMostLayers);
  config.cross_attention_dim = 0;
  read_levels(weights, config);
  config.heads = usual_heads(config);
  config.norm_num_groups = usual_groups(config.block_out_channels);
  config.class_embedding_width = weights.dimension("class_embedding.linear_1.weight", 1);
  config.added_embedding_width = weights.dimension("add_embedding.linear_1.weight", 1);
  if (config.added_embedding_width > 0) config.sample_size = kSdxlSampleSize;
  return config;
}

Result<UNetConfig> UNetConfig::from_json(const nlohmann::json& json) {
  ConfigReader reader(json, "unet");
  UNetConfig config;
  config.in_channels = reader.integer("in_channels", kLatentChannels, {1, 64});
  config.out_channels = reader.integer("out_channels", kLatentChannels, {1, 64});
  config.block_out_channels = reader.integers("block_out_channels");
  const std::size_t levels = config.block_out_channels.size();
  config.down_attention = attention_of(reader, "down_block_types", "CrossAttnDownBlock2D", "DownBlock2D");
  config.up_attention = attention_of(reader, "up_block_types", "CrossAttnUpBlock2D", "UpBlock2D");
  if (config.up_attention.empty())
    config.up_attention.assign(config.down_attention.rbegin(), config.down_attention.rend());
  if (levels == 0 || levels > kMostLevels || config.down_attention.size() != levels ||
      config.up_attention.size() != levels) {
    reader.reject(ErrorKind::invalid_input, "block_out_channels and block types do not have one entry a level");
  }
  read_mid(reader, config);
  const auto layers = reader.per_level("layers_per_block", levels, 2, {1, kMostLayers});
  config.layers_per_block = layers.empty() ? 2 : layers.front();
  if (std::ranges::adjacent_find(layers, std::not_equal_to<>()) != layers.end()) {
    reader.reject(ErrorKind::unsupported, "levels with different layers_per_block are not supported");
  }
  config.transformer_layers = reader.per_level("transformer_layers_per_block", levels, 1, {1, kMostTransformers});
  config.cross_attention_dim = reader.integer("cross_attention_dim", 1280);
  config.use_linear_projection = reader.flag("use_linear_projection", false);
  config.heads = reader.per_level("num_attention_heads", levels, 0);
  if (std::ranges::find(config.heads, 0) != config.heads.end())
    config.heads = reader.per_level("attention_head_dim", levels, 8);
  config.norm_num_groups = reader.integer("norm_num_groups", 32);
  config.sample_size = reader.integer("sample_size", 64);
  read_embeddings(reader, config);
  if (reader.error()) return Failure(*reader.error());
  return config;
}

nlohmann::json UNetConfig::to_json() const {
  const bool has_class = class_embedding_width > 0;
  const bool has_added = added_embedding_width > 0;
  nlohmann::json json = {{"_class_name", "UNet2DConditionModel"},
                         {"act_fn", "silu"},
                         {"attention_head_dim", per_level(heads)},
                         {"block_out_channels", block_out_channels},
                         {"center_input_sample", false},
                         {"cross_attention_dim", cross_attention_dim},
                         {"down_block_types", block_types(down_attention, "CrossAttnDownBlock2D", "DownBlock2D")},
                         {"downsample_padding", 1},
                         {"flip_sin_to_cos", true},
                         {"freq_shift", 0},
                         {"in_channels", in_channels},
                         {"layers_per_block", layers_per_block},
                         {"mid_block_scale_factor", 1},
                         {"mid_block_type", mid_attention ? "UNetMidBlock2DCrossAttn" : "UNetMidBlock2D"},
                         {"norm_eps", 1e-05},
                         {"norm_num_groups", norm_num_groups},
                         {"out_channels", out_channels},
                         {"sample_size", sample_size},
                         {"transformer_layers_per_block", per_level(transformer_layers)},
                         {"up_block_types", block_types(up_attention, "CrossAttnUpBlock2D", "UpBlock2D")},
                         {"use_linear_projection", use_linear_projection}};
  json["class_embed_type"] = has_class ? nlohmann::json("projection") : nlohmann::json(nullptr);
  json["addition_embed_type"] = has_added ? nlohmann::json("text_time") : nlohmann::json(nullptr);
  json["addition_time_embed_dim"] = has_added ? nlohmann::json(256) : nlohmann::json(nullptr);
  json["projection_class_embeddings_input_dim"] =
      has_class || has_added ? nlohmann::json(std::max(class_embedding_width, added_embedding_width))
                             : nlohmann::json(nullptr);
  return json;
}

ExpectedTensors expected_tensors(const UNetConfig& config) { return UnetTensors(config).list(); }
ExpectedTensors expected_encoder_tensors(const UNetConfig& config) { return UnetTensors(config).encoder(); }

std::vector<CrossAttentionLayer> cross_attention_layers(const UNetConfig& config) {
  using Way = CrossAttentionLayer::Way;
  std::vector<CrossAttentionLayer> layers;
  const auto add_block = [&](const std::string& block, Way way, std::size_t level, std::int64_t transformers) {
    for (std::int64_t i = 0; i < transformers; ++i) {
      for (std::int64_t j = 0; j < config.transformer_layers[level]; ++j) {
        layers.push_back({fmt::format("{}.attentions.{}.transformer_blocks.{}.attn2", block, i, j),
                          config.block_out_channels[level], way, level, i, transformers});
      }
    }
  };
  const std::size_t levels = config.levels();
  for (std::size_t level = 0; level < levels; ++level) {
    if (!config.down_attention[level]) continue;
    add_block(fmt::format("down_blocks.{}", level), Way::down, level, config.layers_per_block);
  }
  if (config.mid_attention && levels > 0) add_block("mid_block", Way::mid, levels - 1, 1);
  for (std::size_t up = 0; up < levels; ++up) {
    if (!config.up_attention[up]) continue;
    add_block(fmt::format("up_blocks.{}", up), Way::up, levels - 1 - up, config.layers_per_block + 1);
  }
  return layers;
}

}  // namespace heddle::weights::layouts
