// Reads the table of a PyTorch file of before 1.6: five pickles, then the raw storages. Nothing in it is run. Used by
// open_tensor_file and the fuzz target. Thread rule: pure function.
#pragma once

#include <cstddef>
#include <span>

#include "base/result.h"
#include "weights/tensor_file.h"

namespace heddle::weights {

// As parse_torch_zip.
[[nodiscard]] Result<TensorTable> parse_torch_legacy(std::span<const std::byte> file);

}  // namespace heddle::weights
