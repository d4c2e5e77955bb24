// Writes safetensors files, whole or not at all. Used by training checkpoints and conversion.
// Thread rule: free functions, any thread; two writers of one path: the last rename wins, both files are whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/file_calls.h"
#include "base/result.h"
#include "weights/tensor_file.h"

namespace heddle::weights {

struct TensorToWrite {
  std::string name;  // valid UTF-8, at most 1 KB, distinct, not "__metadata__"
  Dtype dtype = Dtype::f32;
  std::vector<std::int64_t> shape;
  std::span<const std::byte> bytes;  // row-major, exactly shape times element size; must outlive the call
};

// Tensors are sorted by element size, then name, so equal input gives equal bytes and all data is aligned.
// The old file stays whole if anything fails (see AtomicFile).
[[nodiscard]] Result<void> write_safetensors(const std::filesystem::path& path, std::vector<TensorToWrite> tensors,
                                             const Metadata& metadata = {}, FileCalls& calls = system_file_calls());

}  // namespace heddle::weights
