// The weights in one folder of a diffusers directory: which of its files to read, and their tensors together. Used by
// model loading and inspection. Thread rule: free functions, any thread.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "weights/weight_map.h"

namespace heddle::weights::layouts {

// The parts of a weights file's name in diffusers or transformers: `diffusion_pytorch_model.fp16.safetensors`.
struct WeightFileName {
  std::string stem;
  std::string variant;  // "fp16"; empty for the plain file
  bool is_safetensors = true;
  bool is_index = false;  // of a model in several files: `…safetensors.index.json`
};
// None for other files, single shards among them.
[[nodiscard]] std::optional<WeightFileName> parse_weight_file_name(std::string_view file_name);

struct FolderWeights {
  WeightMap weights;  // names of the files
  std::vector<std::shared_ptr<const TensorFile>> files;
};

// Safetensors go before .bin, the plain file before variants unless `variant` asks for one, one file before shards.
// A folder with no file of a known name but a single .safetensors gives that one.
[[nodiscard]] Result<FolderWeights> read_weight_folder(const std::filesystem::path& folder, std::string_view variant);

// A JSON file of at most 64 MB; null when it does not exist.
[[nodiscard]] Result<Json> read_json_if_there(const std::filesystem::path& path);

}  // namespace heddle::weights::layouts
