// Pairs the modules of a LoRA file with the weights of a network that they change. Used by the LoRA node and by tests.
// Thread rule: free functions, any thread. No weights are read, only names and shapes.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "weights/lora/lora_file.h"

namespace heddle::weights {

// One weight and what is added to it. Checked: the tensors fit each other and the weight.
struct LoraPatch {
  std::string weight;  // canonical: "mid_block.attentions.0.proj_in.weight"
  LoraModule module;
  double scale = 1;  // alpha over rank; multiplies the product of the factors
};

struct LoraMatch {
  std::vector<LoraPatch> patches;
  std::size_t modules = 0;             // of the file, for this part
  std::vector<std::string> unmatched;  // of them, those that the network does not have
};

// The patches of the file's UNet or text encoder part; `network` has that part's weights under canonical names.
// Fails for a LoRA of another model family, for shapes that do not fit, and for kinds that are not merged.
[[nodiscard]] Result<LoraMatch> match_lora(const LoraFile& lora, LoraPart part, const WeightMap& network);

}  // namespace heddle::weights
