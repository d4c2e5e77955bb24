// Walks a Python pickle (protocols 0 to 5) and records its contents; it has no way to call anything. Used by the torch
// readers and the fuzz target. Thread rule: pure function.
#pragma once

#include <cstddef>
#include <span>

#include "base/result.h"
#include "weights/pickle_tree.h"

namespace heddle::weights {

// Reads one pickle at the front of `bytes`, which must outlive the tree. REDUCE, NEWOBJ and BUILD only match the few
// patterns by which tensors are written; a name outside the allow list is refused, by its name. At most 64 MB, 20
// million opcodes, a million entries of stack and memo, four million values; linear time, no recursion.
[[nodiscard]] Result<PickleTree> walk_pickle(std::span<const std::byte> bytes);

}  // namespace heddle::weights
