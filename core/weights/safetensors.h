// Reads the table of a safetensors file: https://github.com/huggingface/safetensors, stricter where that is safer.
// Used by open_tensor_file and the fuzz target. Thread rule: pure function.
#pragma once

#include <cstddef>
#include <span>

#include "base/result.h"
#include "weights/tensor_file.h"

namespace heddle::weights {

// The contract is the reference's (safetensors 0.8): a header of at most 100 MB that is one JSON object of strict
// UTF-8; each entry has dtype, shape, data_offsets; tensors sorted by offset tile the data exactly; bytes equal shape
// times element size. Stricter in two points: no name twice, since programs would disagree on which tensor is meant,
// and at most 64 dimensions. Names, metadata and tensors are bounded by the header alone; no allocation depends on a
// claimed size. Errors are predicates for "'<file>' ...": "is cut off: it has 1.2 of 2.0 GB; download it again".
[[nodiscard]] Result<TensorTable> parse_safetensors(std::span<const std::byte> file);

}  // namespace heddle::weights
