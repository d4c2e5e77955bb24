// LibraryEntry: one card of the model library, as the engine sends it: stable names for kinds and families, derived
// from tensor names and shapes alone. Used by ModelLibrary and the library calls. Pure functions: any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/json.h"
#include "weights/cross_attention_facts.h"
#include "weights/family.h"

namespace heddle::engine_host {

struct LibraryEntry {
  std::filesystem::path path;
  std::string name;     // the file's stem, or the folder's name
  std::string use;      // what a node's file parameter says for it, where that is not the path: "bobbin"
  std::string kind;     // weights::FileKindFacts::id; empty when it cannot be read
  std::string family;   // family_id; empty for what has none
  std::string variant;  // "plus"
  std::string what;     // one line for the user
  std::string problem;  // why it cannot be used; may be empty
  std::string note;     // it can be used, but; may be empty
  std::filesystem::path preview;  // a picture beside it; may be empty
  std::uint64_t bytes = 0;
  std::uint64_t parameters = 0;
  std::optional<weights::CrossAttentionFacts> cross_attention = {};  // of a model's UNet
};

Json to_json(const LibraryEntry& entry);

// "sd1", "sd2", "sdxl", "bobbin", "unknown". Bobbin has the form of Stable Diffusion 1 and text states of a width of
// its own, by which its parts know each other.
[[nodiscard]] std::string family_id(const weights::Signature& signature);

// Reads what the file or folder says of itself. Opens headers only.
[[nodiscard]] LibraryEntry examine(const std::filesystem::path& path);

// The picture that other tools put beside a model: name.preview.png, name.png, name.jpg … for a file; the same beside
// a folder, or preview.png inside. Empty where there is none.
[[nodiscard]] std::filesystem::path preview_beside(const std::filesystem::path& model);

}  // namespace heddle::engine_host
