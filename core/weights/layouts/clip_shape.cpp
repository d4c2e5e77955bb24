#include "weights/layouts/clip_shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "weights/layouts/config_reader.h"

namespace heddle::weights::layouts {

namespace {

constexpr std::int64_t kMostClipLayers = 128;
constexpr Range kVocabulary = {1, 1 << 20};
constexpr std::int64_t kUsualHeadWidth = 64;

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

TextShape text_shape_of(const WeightMap& weights, bool is_openclip) {
  TextShape shape;
  shape.vocabulary = weights.dimension("text_model.embeddings.token_embedding.weight", 0);
  shape.width = weights.dimension("text_model.embeddings.token_embedding.weight", 1);
  shape.positions = weights.dimension("text_model.embeddings.position_embedding.weight", 0);
  shape.inner_width = weights.dimension("text_model.encoder.layers.0.mlp.fc1.weight", 0);
  shape.layers = layers_of(weights, "text_model");
  shape.heads = std::max<std::int64_t>(shape.width / kUsualHeadWidth, 1);
  shape.projection = weights.dimension("text_projection.weight", 0);
  shape.activation = is_openclip ? "gelu" : "quick_gelu";
  return shape;
}

VisionShape vision_shape_of(const WeightMap& weights) {
  VisionShape shape;
  shape.width = weights.dimension("vision_model.embeddings.patch_embedding.weight", 0);
  shape.patch = weights.dimension("vision_model.embeddings.patch_embedding.weight", 2);
  const std::int64_t positions = weights.dimension("vision_model.embeddings.position_embedding.weight", 0);
  const auto side = std::llround(std::sqrt(static_cast<double>(std::max<std::int64_t>(positions - 1, 0))));
  shape.image = shape.patch * std::min<std::int64_t>(side, 1 << 12);
  shape.inner_width = weights.dimension("vision_model.encoder.layers.0.mlp.fc1.weight", 0);
  shape.layers = layers_of(weights, "vision_model");
  shape.heads = std::max<std::int64_t>(shape.width / head_width(shape.width), 1);
  shape.projection = weights.dimension("visual_projection.weight", 0);
  shape.activation = shape.width == 1024 || shape.width == 768 ? "quick_gelu" : "gelu";
  return shape;
}

Result<TextShape> text_shape_from(const nlohmann::json& config) {
  ConfigReader reader(config, "text_encoder");
  TextShape shape;
  shape.width = reader.integer("hidden_size", 512);
  shape.inner_width = reader.integer("intermediate_size", 2048);
  shape.layers = reader.integer("num_hidden_layers", 12, {1, kMostClipLayers});
  shape.heads = reader.integer("num_attention_heads", 8);
  shape.vocabulary = reader.integer("vocab_size", 49408, kVocabulary);
  shape.positions = reader.integer("max_position_embeddings", 77);
  shape.activation = reader.text("hidden_act", "quick_gelu");
  if (reader.error()) return Failure(*reader.error());
  return shape;
}

Result<VisionShape> vision_shape_from(const nlohmann::json& config) {
  ConfigReader reader(config, "image_encoder");
  VisionShape shape;
  shape.width = reader.integer("hidden_size", 768);
  shape.inner_width = reader.integer("intermediate_size", 3072);
  shape.layers = reader.integer("num_hidden_layers", 12, {1, kMostClipLayers});
  shape.heads = reader.integer("num_attention_heads", 12);
  shape.patch = reader.integer("patch_size", 32, {1, 512});
  shape.image = reader.integer("image_size", 224, {1, 8192});
  shape.projection = reader.integer("projection_dim", 512);
  shape.activation = reader.text("hidden_act", "quick_gelu");
  if (reader.error()) return Failure(*reader.error());
  return shape;
}

nlohmann::json config_of(const TextShape& shape) {
  return {{"architectures",
           nlohmann::json::array({shape.projection > 0 ? "CLIPTextModelWithProjection" : "CLIPTextModel"})},
          {"hidden_act", shape.activation},
          {"hidden_size", shape.width},
          {"intermediate_size", shape.inner_width},
          {"layer_norm_eps", 1e-05},
          {"max_position_embeddings", shape.positions},
          {"model_type", "clip_text_model"},
          {"num_attention_heads", shape.heads},
          {"num_hidden_layers", shape.layers},
          {"projection_dim", shape.projection > 0 ? shape.projection : shape.width},
          {"vocab_size", shape.vocabulary}};
}

nlohmann::json config_of(const VisionShape& shape) {
  return {{"architectures",
           nlohmann::json::array({shape.projection > 0 ? "CLIPVisionModelWithProjection" : "CLIPVisionModel"})},
          {"hidden_act", shape.activation},
          {"hidden_size", shape.width},
          {"image_size", shape.image},
          {"intermediate_size", shape.inner_width},
          {"layer_norm_eps", 1e-05},
          {"model_type", "clip_vision_model"},
          {"num_attention_heads", shape.heads},
          {"num_channels", 3},
          {"num_hidden_layers", shape.layers},
          {"patch_size", shape.patch},
          {"projection_dim", shape.projection}};
}

ExpectedTensors expected_tensors(const TextShape& shape) {
  ExpectedTensors out;
  out.add("text_model.embeddings.token_embedding.weight", {shape.vocabulary, shape.width});
  out.add("text_model.embeddings.position_embedding.weight", {shape.positions, shape.width});
  encoder_layers(out, "text_model", shape.layers, shape.width, shape.inner_width);
  out.norm("text_model.final_layer_norm", shape.width);
  if (shape.projection > 0) out.linear_without_bias("text_projection", shape.projection, shape.width);
  return out;
}

ExpectedTensors expected_tensors(const VisionShape& shape) {
  ExpectedTensors out;
  const std::int64_t side = shape.patch > 0 ? shape.image / shape.patch : 0;
  out.add("vision_model.embeddings.class_embedding", {shape.width});
  out.add("vision_model.embeddings.patch_embedding.weight", {shape.width, 3, shape.patch, shape.patch});
  out.add("vision_model.embeddings.position_embedding.weight", {side * side + 1, shape.width});
  out.norm("vision_model.pre_layrnorm", shape.width);
  encoder_layers(out, "vision_model", shape.layers, shape.width, shape.inner_width);
  out.norm("vision_model.post_layernorm", shape.width);
  if (shape.projection > 0) out.linear_without_bias("visual_projection", shape.projection, shape.width);
  return out;
}

}  // namespace heddle::weights::layouts
