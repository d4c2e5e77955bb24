// Turns a torch pickle's contents into a table of named tensors, each checked against the bytes of its storage. Used by
// the two torch readers. Thread rule: pure function.
#pragma once

#include <cstdint>
#include <functional>

#include "base/result.h"
#include "weights/pickle_tree.h"
#include "weights/tensor_file.h"

namespace heddle::weights {

// Where a storage's bytes are in the file.
struct StorageBytes {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};
using FindStorage = std::function<Result<StorageBytes>(const PickleStorage&)>;

// Dictionaries and lists flatten with '.': {"image_proj": {"x": t}} is "image_proj.x". A dictionary under `state_dict`
// at the top is taken for the whole, and of what is beside it only text and numbers are kept, as metadata.
[[nodiscard]] Result<TensorTable> make_torch_table(const PickleTree& tree, const FindStorage& find_storage);

}  // namespace heddle::weights
