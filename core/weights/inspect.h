// Inspection: the contents of a model file or folder without loading it: family, parts, sizes, defects. Used by `heddle
// inspect` and the model library. Thread rule: free functions, any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "weights/cross_attention_facts.h"
#include "weights/family.h"
#include "weights/part.h"
#include "weights/prediction.h"
#include "weights/tensor_file.h"

namespace heddle::weights {

// How many tensors are stored in each type, by the file's spelling: {"F16": 686}.
using DtypeCounts = std::map<std::string, std::size_t>;

struct InspectedPart {
  std::string name;  // "unet", "ip_adapter"
  std::size_t tensors = 0;
  std::uint64_t parameters = 0;
  DtypeCounts dtypes;
  KeyCheck check;     // against the tensors that its architecture needs
  Json config;        // null where the part could not be read
  std::string error;  // why the part cannot be used; empty: it can, if nothing is missing
};

struct Inspection {
  std::filesystem::path path;
  Signature signature;
  std::vector<std::string> formats;  // "safetensors", one for each file
  std::uint64_t bytes = 0;           // of all files
  std::size_t tensors = 0;           // of all files
  std::uint64_t parameters = 0;      // elements of all tensors
  DtypeCounts dtypes;
  Metadata metadata;  // of all files; the first file's entry where names agree
  std::vector<InspectedPart> parts;
  std::optional<CrossAttentionFacts> cross_attention;  // of the UNet, where there is one of a known shape
  Json facts;  // of a LoRA, a textual inversion or a network for maps: see small_file_facts.h; null for others
  std::vector<std::string> styles;       // LoRA in the folder `styles` of a model: "ink"
  std::optional<Prediction> prediction;  // of files with a UNet
  std::vector<std::string> unused;       // tensors that no part knows
  std::vector<std::string> problems;     // one sentence each
};

// Fails where nothing can be read at all, and says what the file is instead.
[[nodiscard]] Result<Inspection> inspect(const std::filesystem::path& path);

// For users: some lines of text, ending in a line break.
[[nodiscard]] std::string to_table(const Inspection& inspection);
// For programs. Lists of tensors are their count and the first five.
[[nodiscard]] Json to_json(const Inspection& inspection);

}  // namespace heddle::weights
