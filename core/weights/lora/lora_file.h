// LoraFile: a LoRA of any kind as its file holds it, gathered into modules, without the network that it is for.
// Used by matching, inspection and the nodes. A value: copies share the file. Thread rule: free functions, any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "weights/embedding_file.h"
#include "weights/family.h"
#include "weights/lora/lora_key.h"
#include "weights/weight_map.h"

namespace heddle::weights {

enum class LoraKind { lora, loha, lokr, difference, unsupported };
enum class LoraPart { unet, text_encoder, second_text_encoder, vae };

[[nodiscard]] std::string_view to_string(LoraKind kind);
[[nodiscard]] std::string_view to_string(LoraPart part);

// The tensors that change one module (a linear layer, a convolution, a norm).
struct LoraModule {
  std::string name;  // as the file spells it
  LoraPart part = LoraPart::unet;
  std::map<LoraRole, WeightRef> tensors;
  std::optional<double> alpha;       // finite; none: the rank
  std::optional<double> scale = {};  // finite; what alpha over rank would be, where the file says that instead
  bool is_rank_stabilised = false;   // alpha / sqrt(rank) instead of alpha / rank
  std::int64_t declared_rank = 0;  // PEFT's settings divide alpha by this where nothing is factorised; 0: nothing does

  [[nodiscard]] const WeightRef* find(LoraRole role) const;
  [[nodiscard]] bool has(LoraRole role) const { return tensors.contains(role); }
  [[nodiscard]] LoraKind kind() const;
  [[nodiscard]] bool is_dora() const;
  // The inner dimension; 0 where nothing is factorised. The file's claims are not checked.
  [[nodiscard]] std::int64_t rank() const;
};

struct LoraFile {
  std::filesystem::path path;
  Signature signature;
  std::vector<LoraModule> modules;             // by name
  std::vector<EmbeddingFile> embeddings = {};  // bundled textual inversions, each with its name as `token`
  std::vector<std::string> unknown;            // tensors that are no part of any adapter

  [[nodiscard]] std::string name() const;  // the file's, safe to print
};

// Fails for other files, and says what they are instead; for an alpha that is no finite number.
[[nodiscard]] Result<LoraFile> open_lora(const std::filesystem::path& path);
[[nodiscard]] Result<LoraFile> read_lora(const std::filesystem::path& path, const WeightMap& file,
                                         const Metadata& metadata);

}  // namespace heddle::weights
