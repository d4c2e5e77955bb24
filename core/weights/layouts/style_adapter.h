// StyleAdapterConfig: the one description of T2I-Adapter's style adapter (Mou et al. 2023, arXiv 2302.08453): its names
// in files and the tensors that it needs. Read from tensors. Used by opening of control files, by inspection, and by
// the network itself (models/style_adapter). Values and pure functions; any thread.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/result.h"
#include "weights/layouts/expected_tensors.h"
#include "weights/layouts/key_target.h"

namespace heddle::weights::layouts {

// The numbers given here are those of t2iadapter_style_sd14v1.
struct StyleAdapterConfig {
  std::int64_t width = 1024;         // of the image encoder's tokens
  std::int64_t context_width = 768;  // of the text's states
  std::int64_t tokens = 8;           // appended to the text
  std::int64_t layers = 3;
  std::int64_t heads = 8;  // not in the tensors

  // Failure: numbers outside their range.
  [[nodiscard]] static Result<StyleAdapterConfig> from_json(const nlohmann::json& json);
  [[nodiscard]] nlohmann::json to_json() const;
};

// Reads it off tensors with canonical names.
[[nodiscard]] StyleAdapterConfig style_adapter_config_of(const WeightMap& weights);

[[nodiscard]] ExpectedTensors expected_tensors(const StyleAdapterConfig& config);

// "transformer_layes.0.attn.in_proj_weight" to "style.encoder.layers.0.self_attn.q_proj.weight" and two more.
[[nodiscard]] KeyTargets style_adapter_target(std::string_view name);

// Adds the tensors of one of CLIP's layers, as `nn::bind_clip_layer` reads them, with a feed-forward four times as
// wide.
void add_clip_layer(ExpectedTensors& out, std::string_view place, std::int64_t width);

}  // namespace heddle::weights::layouts
