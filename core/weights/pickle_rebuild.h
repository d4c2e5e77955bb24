// The patterns that REDUCE, BUILD and persistent ids may match: how PyTorch writes tensors. Used by the pickle walker.
// They note, they never call. Thread rule: each tree belongs to one thread while it is walked.
#pragma once

#include "base/result.h"
#include "weights/pickle_tree.h"

namespace heddle::weights {

// The value that a call of `callable` with the tuple `arguments` stands for.
[[nodiscard]] Result<PickleNode> match_call(PickleTree& tree, const PickleNode& callable, const PickleNode& arguments);

// State given to an object after it was made. Dropped, but for the parameters of a ParameterDict.
[[nodiscard]] Result<void> match_build(PickleTree& tree, NodeId object, const PickleNode& state);

// ('storage', type, key, location, elements[, view]): a reference to the data of a tensor.
[[nodiscard]] Result<PickleNode> match_persistent_id(PickleTree& tree, const PickleNode& id);

}  // namespace heddle::weights
