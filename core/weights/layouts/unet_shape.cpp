#include "weights/layouts/unet_shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <string>

#include "weights/layouts/config_reader.h"
#include "weights/layouts/level_width.h"

namespace heddle::weights::layouts {

namespace {

constexpr std::int64_t kMostLevels = 8;
constexpr std::int64_t kMostLayers = 16;
constexpr std::int64_t kMostTransformers = 64;

void read_transformers(const WeightMap& weights, UnetShape& shape, std::size_t level, const std::string& place) {
  const int count = weights.list_length(fmt::format("{}.transformer_blocks.", place));
  if (count == 0) return;
  const std::string block = fmt::format("{}.transformer_blocks.0", place);
  shape.transformer_layers[level] = count;
  const std::int64_t context = weights.dimension(block + ".attn2.to_k.weight", 1);
  const std::size_t rank = weights.rank(place + ".proj_in.weight");
  if (context > 0) shape.cross_attention_dim = context;
  if (rank > 0) shape.linear_projection = rank == 2;
}

void read_levels(const WeightMap& weights, UnetShape& shape) {
  const auto levels = static_cast<std::size_t>(std::min<std::int64_t>(weights.list_length("down_blocks."), kMostLevels));
  shape.transformer_layers.assign(levels, 1);
  for (std::size_t level = 0; level < levels; ++level) {
    const std::string down = fmt::format("down_blocks.{}", level);
    shape.block_out_channels.push_back(level_width(weights, down));
    shape.down_attention.push_back(weights.has_prefix(down + ".attentions."));
    shape.up_attention.push_back(weights.has_prefix(fmt::format("up_blocks.{}.attentions.", level)));
  }
  if (levels == 0) return;
  shape.mid_attention = weights.has_prefix("mid_block.attentions.0.");
  read_transformers(weights, shape, levels - 1, "mid_block.attentions.0");
  for (std::size_t level = 0; level < levels; ++level) {
    read_transformers(weights, shape, level, fmt::format("down_blocks.{}.attentions.0", level));
  }
}

std::vector<std::int64_t> usual_heads(const UnetShape& shape) {
  std::vector<std::int64_t> heads;
  for (const std::int64_t width : shape.block_out_channels) {
    heads.push_back(shape.linear_projection ? std::max<std::int64_t>(width / 64, 1) : 8);
  }
  return heads;
}

// The files do not state it; every released model has 32, narrower ones a divisor of their widths.
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

void read_mid(ConfigReader& reader, UnetShape& shape) {
  const std::string type = reader.text("mid_block_type", "UNetMidBlock2DCrossAttn");
  shape.mid_attention = type == "UNetMidBlock2DCrossAttn";
  if (!shape.mid_attention && type != "UNetMidBlock2D") {
    reader.reject(ErrorKind::unsupported, fmt::format("a middle block of the kind '{}' is not supported", type));
  }
}

void read_embeddings(ConfigReader& reader, UnetShape& shape) {
  const std::int64_t width = reader.integer("projection_class_embeddings_input_dim", 0, {0, 1 << 16});
  const std::string class_type = reader.text("class_embed_type", "");
  const std::string added_type = reader.text("addition_embed_type", "");
  if (class_type == "projection") shape.class_embedding_width = width;
  if (added_type == "text_time") shape.added_embedding_width = width;
  if (!class_type.empty() && class_type != "projection") {
    reader.reject(ErrorKind::unsupported, fmt::format("class_embed_type '{}' is not supported", class_type));
  }
  if (!added_type.empty() && added_type != "text_time") {
    reader.reject(ErrorKind::unsupported, fmt::format("addition_embed_type '{}' is not supported", added_type));
  }
}

class UnetTensors final {
 public:
  explicit UnetTensors(const UnetShape& shape) : shape_(shape), time_width_(4 * shape.block_out_channels.front()) {}

  ExpectedTensors list() && {
    const auto& widths = shape_.block_out_channels;
    out_.conv("conv_in", widths.front(), shape_.in_channels, 3);
    embedding("time_embedding", widths.front());
    if (shape_.class_embedding_width > 0) embedding("class_embedding", shape_.class_embedding_width);
    if (shape_.added_embedding_width > 0) embedding("add_embedding", shape_.added_embedding_width);
    for (std::size_t level = 0; level < widths.size(); ++level) down_block(level);
    mid_block();
    for (std::size_t level = 0; level < widths.size(); ++level) up_block(level);
    out_.norm("conv_norm_out", widths.front());
    out_.conv("conv_out", shape_.out_channels, widths.front(), 3);
    return std::move(out_);
  }

 private:
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
    if (shape_.linear_projection) {
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
      attention(block + ".attn2", width, shape_.cross_attention_dim);
      out_.linear(block + ".ff.net.0.proj", 8 * width, width);  // GEGLU: value and gate, each four times as wide
      out_.linear(block + ".ff.net.2", width, 4 * width);
    }
    projection(place + ".proj_out", width);
  }

  void down_block(std::size_t level) {
    const auto& widths = shape_.block_out_channels;
    const std::string place = fmt::format("down_blocks.{}", level);
    const std::int64_t out = widths[level];
    for (std::int64_t layer = 0; layer < shape_.layers_per_block; ++layer) {
      const std::int64_t in = layer > 0 || level == 0 ? out : widths[level - 1];
      resnet(fmt::format("{}.resnets.{}", place, layer), in, out);
      if (!shape_.down_attention[level]) continue;
      transformer(fmt::format("{}.attentions.{}", place, layer), out, shape_.transformer_layers[level]);
    }
    if (level + 1 < widths.size()) out_.conv(place + ".downsamplers.0.conv", out, out, 3);
  }

  void mid_block() {
    const std::int64_t width = shape_.block_out_channels.back();
    resnet("mid_block.resnets.0", width, width);
    if (shape_.mid_attention) transformer("mid_block.attentions.0", width, shape_.transformer_layers.back());
    resnet("mid_block.resnets.1", width, width);
  }

  // Up blocks run coarsest first; each residual block also takes one skip of the way down.
  void up_block(std::size_t up) {
    const auto& widths = shape_.block_out_channels;
    const std::size_t level = widths.size() - 1 - up;
    const std::string place = fmt::format("up_blocks.{}", up);
    const std::int64_t out = widths[level];
    const std::int64_t before = up == 0 ? out : widths[level + 1];
    const std::int64_t last_skip = level == 0 ? widths[0] : widths[level - 1];
    for (std::int64_t layer = 0; layer <= shape_.layers_per_block; ++layer) {
      const std::int64_t skip = layer == shape_.layers_per_block ? last_skip : out;
      resnet(fmt::format("{}.resnets.{}", place, layer), (layer == 0 ? before : out) + skip, out);
      if (!shape_.up_attention[up]) continue;
      transformer(fmt::format("{}.attentions.{}", place, layer), out, shape_.transformer_layers[level]);
    }
    if (level > 0) out_.conv(place + ".upsamplers.0.conv", out, out, 3);
  }

  const UnetShape& shape_;
  std::int64_t time_width_;
  ExpectedTensors out_;
};

}  // namespace

UnetShape unet_shape_of(const WeightMap& weights) {
  UnetShape shape;
  shape.in_channels = weights.dimension("conv_in.weight", 1);
  shape.out_channels = weights.dimension("conv_out.weight", 0);
  shape.layers_per_block = std::min<std::int64_t>(weights.list_length("down_blocks.0.resnets."), kMostLayers);
  shape.cross_attention_dim = 0;
  read_levels(weights, shape);
  shape.heads = usual_heads(shape);
  shape.norm_groups = usual_groups(shape.block_out_channels);
  shape.class_embedding_width = weights.dimension("class_embedding.linear_1.weight", 1);
  shape.added_embedding_width = weights.dimension("add_embedding.linear_1.weight", 1);
  return shape;
}

Result<UnetShape> unet_shape_from(const nlohmann::json& config) {
  ConfigReader reader(config, "unet");
  UnetShape shape;
  shape.in_channels = reader.integer("in_channels", 4, {1, 64});
  shape.out_channels = reader.integer("out_channels", 4, {1, 64});
  shape.block_out_channels = reader.integers("block_out_channels");
  const std::size_t levels = shape.block_out_channels.size();
  shape.down_attention = attention_of(reader, "down_block_types", "CrossAttnDownBlock2D", "DownBlock2D");
  shape.up_attention = attention_of(reader, "up_block_types", "CrossAttnUpBlock2D", "UpBlock2D");
  if (levels == 0 || levels > kMostLevels || shape.down_attention.size() != levels ||
      shape.up_attention.size() != levels) {
    reader.reject(ErrorKind::invalid_input, "block_out_channels and block types do not have one entry a level");
  }
  read_mid(reader, shape);
  const auto layers = reader.per_level("layers_per_block", levels, 2, {1, kMostLayers});
  shape.layers_per_block = layers.empty() ? 2 : layers.front();
  if (std::ranges::adjacent_find(layers, std::not_equal_to<>()) != layers.end()) {
    reader.reject(ErrorKind::unsupported, "levels with different layers_per_block are not supported");
  }
  shape.transformer_layers = reader.per_level("transformer_layers_per_block", levels, 1, {1, kMostTransformers});
  shape.cross_attention_dim = reader.integer("cross_attention_dim", 1280);
  shape.linear_projection = reader.flag("use_linear_projection", false);
  shape.heads = reader.per_level("attention_head_dim", levels, 8);
  shape.norm_groups = reader.integer("norm_num_groups", 32);
  read_embeddings(reader, shape);
  if (reader.error()) return Failure(*reader.error());
  return shape;
}

nlohmann::json config_of(const UnetShape& shape) {
  const bool has_class = shape.class_embedding_width > 0;
  const bool has_added = shape.added_embedding_width > 0;
  nlohmann::json config = {
      {"_class_name", "UNet2DConditionModel"},
      {"act_fn", "silu"},
      {"attention_head_dim", per_level(shape.heads)},
      {"block_out_channels", shape.block_out_channels},
      {"center_input_sample", false},
      {"cross_attention_dim", shape.cross_attention_dim},
      {"down_block_types", block_types(shape.down_attention, "CrossAttnDownBlock2D", "DownBlock2D")},
      {"downsample_padding", 1},
      {"flip_sin_to_cos", true},
      {"freq_shift", 0},
      {"in_channels", shape.in_channels},
      {"layers_per_block", shape.layers_per_block},
      {"mid_block_scale_factor", 1},
      {"mid_block_type", shape.mid_attention ? "UNetMidBlock2DCrossAttn" : "UNetMidBlock2D"},
      {"norm_eps", 1e-05},
      {"norm_num_groups", shape.norm_groups},
      {"out_channels", shape.out_channels},
      {"sample_size", has_added ? 128 : 64},
      {"transformer_layers_per_block", per_level(shape.transformer_layers)},
      {"up_block_types", block_types(shape.up_attention, "CrossAttnUpBlock2D", "UpBlock2D")},
      {"use_linear_projection", shape.linear_projection}};
  config["class_embed_type"] = has_class ? nlohmann::json("projection") : nlohmann::json(nullptr);
  config["addition_embed_type"] = has_added ? nlohmann::json("text_time") : nlohmann::json(nullptr);
  config["addition_time_embed_dim"] = has_added ? nlohmann::json(256) : nlohmann::json(nullptr);
  config["projection_class_embeddings_input_dim"] =
      has_class || has_added ? nlohmann::json(std::max(shape.class_embedding_width, shape.added_embedding_width))
                             : nlohmann::json(nullptr);
  return config;
}

ExpectedTensors expected_tensors(const UnetShape& shape) { return UnetTensors(shape).list(); }

}  // namespace heddle::weights::layouts
