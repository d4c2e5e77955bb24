// TextShape and VisionShape: the numbers that define CLIP's two transformers, read from their tensors or from a
// config.json, and the tensors that they need. Used by model loading and inspection. Values.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "base/result.h"
#include "weights/layouts/expected_tensors.h"

namespace heddle::weights::layouts {

struct TextShape {
  std::int64_t width = 768;
  std::int64_t inner_width = 3072;
  std::int64_t layers = 12;
  std::int64_t heads = 12;
  std::int64_t vocabulary = 49408;
  std::int64_t positions = 77;
  std::int64_t projection = 0;  // rows of text_projection; 0: none in the file
  std::string activation = "quick_gelu";
};

struct VisionShape {
  std::int64_t width = 1280;
  std::int64_t inner_width = 5120;
  std::int64_t layers = 32;
  std::int64_t heads = 16;
  std::int64_t patch = 14;         // pixels
  std::int64_t image = 224;        // pixels
  std::int64_t projection = 1024;  // 0: the file has no visual_projection
  std::string activation = "gelu";
};

// Heads and activation are not in the tensors: heads have 64 channels; OpenAI's models use quick_gelu, OpenCLIP's gelu.
[[nodiscard]] TextShape text_shape_of(const WeightMap& weights, bool is_openclip);
// Known widths: 1280 is ViT-H (heads of 80), 1664 is ViT-bigG (104); 1024 and 768 are OpenAI's (64, quick_gelu).
[[nodiscard]] VisionShape vision_shape_of(const WeightMap& weights);

// Reads it from a config with the keys of Hugging Face's CLIPTextConfig and CLIPVisionConfig.
[[nodiscard]] Result<TextShape> text_shape_from(const nlohmann::json& config);
[[nodiscard]] Result<VisionShape> vision_shape_from(const nlohmann::json& config);

[[nodiscard]] nlohmann::json config_of(const TextShape& shape);
[[nodiscard]] nlohmann::json config_of(const VisionShape& shape);

// `projection` 0 leaves the projection out.
[[nodiscard]] ExpectedTensors expected_tensors(const TextShape& shape);
[[nodiscard]] ExpectedTensors expected_tensors(const VisionShape& shape);

}  // namespace heddle::weights::layouts
