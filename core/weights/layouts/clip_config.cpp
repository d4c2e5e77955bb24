#include "weights/layouts/clip_config.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "weights/layouts/config_reader.h"

namespace heddle::weights::layouts {

namespace {

constexpr std::int64_t kMostClipLayers = 128;
constexpr Range kVocabulary = {1, 1 << 20};
constexpr Range kTokenId = {0, 1 << 20};
constexpr std::int64_t kUsualHeadWidth = 64;

std::string activation_of(ConfigReader& reader) {
  std::string name = reader.text("hidden_act", "quick_gelu");
  if (name != "quick_gelu" && name != "gelu") {
    reader.reject(ErrorKind::unsupported,
                  fmt::format("hidden_act is '{}'; Heddle knows quick_gelu and gelu, CLIP's", name));
  }
  return name;
}

void encoder_layers(ExpectedTensors& out, std::string_view tower, std::int64_t layers, std::int64_t width,
                    std::int64_t inner) {
  for (std::int64_t layer = 0; layer < layers; ++layer) {
    const std::string place = fmt::format("{}.encoder.layers.{}", tower, layer);
    for (const char* module : {".self_attn.q_proj", ".self_attn.k_proj", ".self_attn.v_proj", ".self_attn.out_proj"}) {
      out.linear(place + module, width, width);
    }
    out.norm(place + ".layer_norm1", width);
    out.norm(place + ".layer_norm2", width);
    out.linear(place + ".mlp.fc1", inner, width);
    out.linear(place + ".mlp.fc2", width, inner);
  }
}

std::int64_t layers_of(const WeightMap& weights, std::string_view tower) {
  const int found = weights.list_length(fmt::format("{}.encoder.layers.", tower));
  return std::min<std::int64_t>(found, kMostClipLayers);
}

std::int64_t head_width(std::int64_t vision_width) {
  if (vision_width == 1280) return 80;
  if (vision_width == 1664) return 104;
  return kUsualHeadWidth;
}

}  // namespace

ClipTextConfig clip_text_config_of(const WeightMap& weights, bool is_openclip) {
  ClipTextConfig config;
  config.vocab_size = weights.dimension("text_model.embeddings.token_embedding.weight", 0);
  config.hidden_size = weights.dimension("text_model.embeddings.token_embedding.weight", 1);
  config.max_position_embeddings = weights.dimension("text_model.embeddings.position_embedding.weight", 0);
  config.intermediate_size = weights.dimension("text_model.encoder.layers.0.mlp.fc1.weight", 0);
  config.num_hidden_layers = layers_of(weights, "text_model");
  config.num_attention_heads = std::max<std::int64_t>(config.hidden_size / kUsualHeadWidth, 1);
  config.with_projection = weights.contains("text_projection.weight");
  config.projection_dim = config.with_projection ? weights.dimension("text_projection.weight", 0) : config.hidden_size;
  config.hidden_act = is_openclip ? "gelu" : "quick_gelu";
  return config;
}

ClipVisionConfig clip_vision_config_of(const WeightMap& weights) {
  ClipVisionConfig config;
  config.hidden_size = weights.dimension("vision_model.embeddings.patch_embedding.weight", 0);
  config.patch_size = weights.dimension("vision_model.embeddings.patch_embedding.weight", 2);
  const std::int64_t positions = weights.dimension("vision_model.embeddings.position_embedding.weight", 0);
  const auto side = std::llround(std::sqrt(static_cast<double>(std::max<std::int64_t>(positions - 1, 0))));
  config.image_size = config.patch_size * std::min<std::int64_t>(side, 1 << 12);
  config.intermediate_size = weights.dimension("vision_model.encoder.layers.0.mlp.fc1.weight", 0);
  config.num_hidden_layers = layers_of(weights, "vision_model");
  config.num_attention_heads = std::max<std::int64_t>(config.hidden_size / head_width(config.hidden_size), 1);
  config.projection_dim = weights.dimension("visual_projection.weight", 0);
  config.hidden_act = config.hidden_size == 1024 || config.hidden_size == 768 ? "quick_gelu" : "gelu";
  return config;
}

Result<ClipTextConfig> ClipTextConfig::from_json(const nlohmann::json& json) {
  ConfigReader reader(json, "text_encoder");
  ClipTextConfig config;
  config.hidden_size = reader.integer("hidden_size", 512);
  config.intermediate_size = reader.integer("intermediate_size", 2048);
  config.num_hidden_layers = reader.integer("num_hidden_layers", 12, {1, kMostClipLayers});
  config.num_attention_heads = reader.integer("num_attention_heads", 8);
  config.vocab_size = reader.integer("vocab_size", 49408, kVocabulary);
  config.max_position_embeddings = reader.integer("max_position_embeddings", 77);
  config.projection_dim = reader.integer("projection_dim", 512);
  config.bos_token_id = reader.integer("bos_token_id", config.bos_token_id, kTokenId);
  config.eos_token_id = reader.integer("eos_token_id", config.eos_token_id, kTokenId);
  config.pad_token_id = reader.integer("pad_token_id", config.pad_token_id, kTokenId);
  config.hidden_act = activation_of(reader);
  if (reader.error()) return Failure(*reader.error());
  return config;
}

Result<ClipVisionConfig> ClipVisionConfig::from_json(const nlohmann::json& json) {
  ConfigReader reader(json, "image_encoder");
  ClipVisionConfig config;
  config.hidden_size = reader.integer("hidden_size", 768);
  config.intermediate_size = reader.integer("intermediate_size", 3072);
  config.num_hidden_layers = reader.integer("num_hidden_layers", 12, {1, kMostClipLayers});
  config.num_attention_heads = reader.integer("num_attention_heads", 12);
  config.patch_size = reader.integer("patch_size", 32, {1, 512});
  config.image_size = reader.integer("image_size", 224, {1, 8192});
  config.projection_dim = reader.integer("projection_dim", 512);
  config.hidden_act = activation_of(reader);
  if (reader.error()) return Failure(*reader.error());
  return config;
}

nlohmann::json ClipTextConfig::to_json() const {
  return {{"architectures", nlohmann::json::array({with_projection ? "CLIPTextModelWithProjection" : "CLIPTextModel"})},
          {"bos_token_id", bos_token_id},
          {"eos_token_id", eos_token_id},
          {"hidden_act", hidden_act},
          {"hidden_size", hidden_size},
          {"intermediate_size", intermediate_size},
          {"layer_norm_eps", 1e-05},
          {"max_position_embeddings", max_position_embeddings},
          {"model_type", "clip_text_model"},
          {"num_attention_heads", num_attention_heads},
          {"num_hidden_layers", num_hidden_layers},
          {"pad_token_id", pad_token_id},
          {"projection_dim", projection_dim},
          {"vocab_size", vocab_size}};
}

nlohmann::json ClipVisionConfig::to_json() const {
  return {{"architectures",
           nlohmann::json::array({projection_dim > 0 ? "CLIPVisionModelWithProjection" : "CLIPVisionModel"})},
          {"hidden_act", hidden_act},
          {"hidden_size", hidden_size},
          {"image_size", image_size},
          {"intermediate_size", intermediate_size},
          {"layer_norm_eps", 1e-05},
          {"model_type", "clip_vision_model"},
          {"num_attention_heads", num_attention_heads},
          {"num_channels", 3},
          {"num_hidden_layers", num_hidden_layers},
          {"patch_size", patch_size},
          {"projection_dim", projection_dim}};
}

ExpectedTensors expected_tensors(const ClipTextConfig& config) {
  ExpectedTensors out;
  out.add("text_model.embeddings.token_embedding.weight", {config.vocab_size, config.hidden_size});
  out.add("text_model.embeddings.position_embedding.weight", {config.max_position_embeddings, config.hidden_size});
  encoder_layers(out, "text_model", config.num_hidden_layers, config.hidden_size, config.intermediate_size);
  out.norm("text_model.final_layer_norm", config.hidden_size);
  if (config.with_projection) out.linear_without_bias("text_projection", config.projection_dim, config.hidden_size);
  return out;
}

ExpectedTensors expected_tensors(const ClipVisionConfig& config) {
  ExpectedTensors out;
  const std::int64_t width = config.hidden_size, patch = config.patch_size;
  const std::int64_t side = patch > 0 ? config.image_size / patch : 0;
  out.add("vision_model.embeddings.class_embedding", {width});
  out.add("vision_model.embeddings.patch_embedding.weight", {width, 3, patch, patch});
  out.add("vision_model.embeddings.position_embedding.weight", {side * side + 1, width});
  out.norm("vision_model.pre_layrnorm", width);
  encoder_layers(out, "vision_model", config.num_hidden_layers, width, config.intermediate_size);
  out.norm("vision_model.post_layernorm", width);
  if (config.projection_dim > 0) out.linear_without_bias("visual_projection", config.projection_dim, width);
  return out;
}

}  // namespace heddle::weights::layouts
