// Writes networks that are the UNet's but for some tensors of their own: a folder with the own file, an index as of a
// model in several files, and a link to the UNet's file, from which the index takes the rest. diffusers reads it as any
// other. Used by the objectives of ControlNets and repainting UNets. Free functions.
#pragma once

#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/result.h"
#include "training/model_files.h"

namespace heddle::training {

struct SharedFolder {
  std::filesystem::path folder;
  nlohmann::json config;
  // Sorts behind "base_unet.safetensors", so that it wins where both have a name.
  std::string_view own_file;
  tensor::NamedTensors whole;  // every tensor that the network has; of those it shares only the shapes count
  std::function<bool(std::string_view)> is_own;  // by name
  std::filesystem::path unet_file;
  StoredAs stored = StoredAs::fp16;  // of the own file
};

// <model>/unet's file.
[[nodiscard]] std::filesystem::path unet_file_of(const std::filesystem::path& model);
// Failure: the model has no such file; it is a checkpoint or a folder in other files.
[[nodiscard]] Result<void> can_share_unet(const std::filesystem::path& model);
// `own`: the tensors for which is_own holds.
[[nodiscard]] Result<void> write_sharing(const SharedFolder& shared, const tensor::NamedTensors& own);

}  // namespace heddle::training
