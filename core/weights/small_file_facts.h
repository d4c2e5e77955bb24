// Facts that inspection shows of LoRA files and textual inversions: sizes, ranks, the parts of a model that they
// change. Used by inspect. Pure functions of values.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "weights/embedding_file.h"
#include "weights/family.h"
#include "weights/lora/lora_file.h"
#include "weights/tensor_file.h"

namespace heddle::weights {

// {"modules": {"UNet": 192}, "kinds": {"LoRA": 192}, "rank_min": 4, "rank_max": 32, "dora": false}
[[nodiscard]] Json facts_of(const LoraFile& lora);
// {"token": "<cat>", "vectors": [{"count": 3, "width": 768}]}
[[nodiscard]] Json facts_of(const EmbeddingFile& embedding);

// Of a network that follows a map: {"fits": "Stable Diffusion 1.x", "map_channels": 3, "map": "canny"}; the map it was
// trained on is there where the metadata says so.
[[nodiscard]] Json facts_of_control(const Signature& signature, const Json& config, const Metadata& metadata);

// The same for people: a heading and a line each.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> fact_lines(const Json& facts);

}  // namespace heddle::weights
