// ClipTextConfig and ClipVisionConfig: the one description of CLIP's two transformers, and what follows from it: the
// config.json and the tensors they need. Read from tensors or from a config. Used by opening of models, by inspection,
// by training, and by the networks themselves (models/clip_text, clip_vision). Values and pure functions; any thread.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "base/result.h"
#include "weights/layouts/expected_tensors.h"

namespace heddle::weights::layouts {

// As transformers calls them. The numbers given here are those of Stable Diffusion 1.5's text encoder (ViT-L/14).
struct ClipTextConfig {
  std::int64_t vocab_size = 49408;
  std::int64_t hidden_size = 768;
  std::int64_t intermediate_size = 3072;
  std::int64_t num_hidden_layers = 12;
  std::int64_t num_attention_heads = 12;
  std::int64_t max_position_embeddings = 77;
  std::int64_t projection_dim = 768;
  bool with_projection = false;  // text_projection is among the tensors; no key of the config says so
  std::int64_t bos_token_id = 49406;
  std::int64_t eos_token_id = 49407;
  std::int64_t pad_token_id = 49407;
  std::string hidden_act = "quick_gelu";  // or "gelu"

  // What is absent is as CLIPTextConfig has it, but for the token ids, which are OpenAI's. Failure: numbers outside
  // their range, another activation.
  [[nodiscard]] static Result<ClipTextConfig> from_json(const nlohmann::json& json);
  [[nodiscard]] nlohmann::json to_json() const;
};

// The numbers given here are OpenCLIP ViT-H/14's.
struct ClipVisionConfig {
  std::int64_t hidden_size = 1280;
  std::int64_t intermediate_size = 5120;
  std::int64_t num_hidden_layers = 32;
  std::int64_t num_attention_heads = 16;
  std::int64_t image_size = 224;       // pixels
  std::int64_t patch_size = 14;        // pixels
  std::int64_t projection_dim = 1024;  // 0: the file has no visual_projection
  std::string hidden_act = "gelu";     // or "quick_gelu"

  // As ClipTextConfig's.
  [[nodiscard]] static Result<ClipVisionConfig> from_json(const nlohmann::json& json);
  [[nodiscard]] nlohmann::json to_json() const;
  [[nodiscard]] std::int64_t tokens() const { return (image_size / patch_size) * (image_size / patch_size) + 1; }
};

// Heads and activation are not in the tensors: heads have 64 channels; OpenAI's models use quick_gelu, OpenCLIP's gelu.
[[nodiscard]] ClipTextConfig clip_text_config_of(const WeightMap& weights, bool is_openclip);
// Known widths: 1280 is ViT-H (heads of 80), 1664 is ViT-bigG (104); 1024 and 768 are OpenAI's (64, quick_gelu).
[[nodiscard]] ClipVisionConfig clip_vision_config_of(const WeightMap& weights);

[[nodiscard]] ExpectedTensors expected_tensors(const ClipTextConfig& config);
// `projection_dim` 0 leaves the projection out.
[[nodiscard]] ExpectedTensors expected_tensors(const ClipVisionConfig& config);

}  // namespace heddle::weights::layouts
