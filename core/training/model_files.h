// Writes trained parts in the layout that diffusers and transformers read: a folder with config.json and the weights,
// fp16, or in half of that. Used by the objectives' export. Free functions.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/result.h"
#include "tensor/named_tensors.h"
#include "training/recipe.h"

namespace heddle::training {

inline constexpr std::string_view kDiffusersWeights = "diffusion_pytorch_model.safetensors";
inline constexpr std::string_view kTransformersWeights = "model.safetensors";

// How floats are stored: as fp16, or those of two dimensions and more as fp8 (e4m3). A tensor of numbers so small that
// fp8 would lose more than a twenty-fifth of it stays fp16.
enum class StoredAs { fp16, fp8 };
// [export] matrices = "fp16" or "fp8".
[[nodiscard]] StoredAs read_stored_as(const Recipe& recipe);

[[nodiscard]] tensor::NamedTensors stored_as(const tensor::NamedTensors& weights, StoredAs as);

// Writes <folder>/config.json and <folder>/<file>.
[[nodiscard]] Result<void> write_model(const std::filesystem::path& folder, const nlohmann::json& config,
                                       const tensor::NamedTensors& weights, std::string_view file = kDiffusersWeights,
                                       StoredAs stored = StoredAs::fp16);

struct ModelFiles {
  nlohmann::json config;
  tensor::NamedTensors weights;  // fp32 on the CPU
};
[[nodiscard]] Result<ModelFiles> read_model(const std::filesystem::path& folder);

}  // namespace heddle::training
