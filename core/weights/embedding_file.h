// EmbeddingFile: a textual inversion in any of its file forms (A1111's .pt and .safetensors, diffusers'
// learned_embeds). Used by the embedding node and inspection. A value: copies share the file. Thread rule: free
// functions, any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "weights/weight_map.h"

namespace heddle::weights {

inline constexpr std::int64_t kMostVectors = 75;  // what one chunk of a prompt holds

// The vectors for one text encoder: a matrix (count, width), or a single vector (width).
struct EmbeddingVectors {
  WeightRef ref;
  std::int64_t count = 0;
  std::int64_t width = 0;
};

// A further word of a file that holds several.
struct EmbeddingWord {
  std::string token;
  EmbeddingVectors vectors;
};

struct EmbeddingFile {
  std::filesystem::path path;
  std::string token;                      // the file's own name for it ("<cat-toy>"); empty: it has none
  std::vector<EmbeddingVectors> vectors;  // one a text encoder: SDXL has two
  bool is_sdxl = false;
  std::vector<EmbeddingWord> others;  // beside the one that the file's name stands for; of Stable Diffusion 1 and 2

  [[nodiscard]] std::string name() const;  // the file's, safe to print
};

// Fails for other files, and for vectors that are too many or of an unusable type.
[[nodiscard]] Result<EmbeddingFile> open_embedding(const std::filesystem::path& path);
[[nodiscard]] Result<EmbeddingFile> read_embedding(const std::filesystem::path& path, const WeightMap& file,
                                                   const Metadata& metadata);

// The words of a file that holds several, the one that its name stands for first, as its keys have them.
[[nodiscard]] std::vector<std::string> words_of(const EmbeddingFile& file);

// The vectors for a text encoder of this width. Fails, naming both families, for a file that was made for another.
[[nodiscard]] Result<EmbeddingVectors> vectors_for(const EmbeddingFile& file, std::int64_t width);

}  // namespace heddle::weights
