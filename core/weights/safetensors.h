// Reads the table of a safetensors file: https://github.com/huggingface/safetensors, stricter where that is safer.
// Used by open_tensor_file and the fuzz target. Thread rule: pure function.
#pragma once

#include <cstddef>
#include <span>

#include "base/result.h"
#include "weights/tensor_file.h"

namespace heddle::weights {

// The contract: a header of at most 100 MB that is one JSON object of strict UTF-8; no name twice; each entry exactly
// dtype, shape, data_offsets; at most 8 dimensions, 200 000 tensors, 1 KB a name, 16 MB of metadata; tensors sorted by
// offset tile the data exactly; bytes equal shape times element size. No allocation depends on a claimed size.
// Errors are predicates for "'<file>' ...": "is cut off: it has 1.2 of 2.0 GB; download it again".
[[nodiscard]] Result<TensorTable> parse_safetensors(std::span<const std::byte> file);

}  // namespace heddle::weights
