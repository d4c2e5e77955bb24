// Reads the table of a PyTorch zip file (torch.save since 1.6: .ckpt, .pt, .pth, .bin) without unpacking or running it.
// Used by open_tensor_file and the fuzz target. Thread rule: pure function.
#pragma once

#include <cstddef>
#include <span>

#include "base/result.h"
#include "weights/tensor_file.h"

namespace heddle::weights {

// Nested dictionaries flatten with '.'; a `state_dict` wrapper is taken off. Errors are predicates for "'<file>' ...".
[[nodiscard]] Result<TensorTable> parse_torch_zip(std::span<const std::byte> file);

}  // namespace heddle::weights
