// Writes trained parts in the layout that diffusers and transformers read: a folder with config.json and the weights,
// fp16. Used by the objectives' export. Free functions.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/result.h"
#include "tensor/named_tensors.h"

namespace heddle::training {

inline constexpr std::string_view kDiffusersWeights = "diffusion_pytorch_model.safetensors";
inline constexpr std::string_view kTransformersWeights = "model.safetensors";

// Writes <folder>/config.json and <folder>/<file>, floats as fp16.
[[nodiscard]] Result<void> write_model(const std::filesystem::path& folder, const nlohmann::json& config,
                                       const tensor::NamedTensors& weights, std::string_view file = kDiffusersWeights);

struct ModelFiles {
  nlohmann::json config;
  tensor::NamedTensors weights;  // fp32 on the CPU
};
[[nodiscard]] Result<ModelFiles> read_model(const std::filesystem::path& folder);

}  // namespace heddle::training
