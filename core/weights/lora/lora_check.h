// Checks from shapes alone that the tensors of a LoRA module fit each other and the weight that they change. Nothing is
// computed before this has passed. Used by matching. Pure function.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "weights/lora/lora_file.h"

namespace heddle::weights {

// `target`: the shape of the weight. The error is a predicate of the module's name: "lacks its lora_up".
[[nodiscard]] Result<void> check_module(const LoraModule& module, const std::vector<std::int64_t>& target);

}  // namespace heddle::weights
