// Reads and writes named tensors as safetensors files. Used by checkpoints, caches, exports. Free functions, any
// thread.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "base/result.h"
#include "tensor/named_tensors.h"

namespace heddle::training {

using StoreFacts = std::map<std::string, std::string>;

struct StoredTensors {
  tensor::NamedTensors tensors;  // on the CPU, their own memory
  StoreFacts facts;              // the file's metadata
};

// Writes the whole file or leaves the old one. Tensors of any device; floats are stored as they are.
[[nodiscard]] Result<void> write_tensors(const std::filesystem::path& path, const tensor::NamedTensors& tensors,
                                         const StoreFacts& facts);
[[nodiscard]] Result<StoredTensors> read_tensors(const std::filesystem::path& path);

// Copies each of `from` into the tensor of that name in `into`. Failure: names or shapes differ; it is reported
// by the message alone, which begins with `what`.
[[nodiscard]] Result<void> copy_into(const tensor::NamedTensors& into, const tensor::NamedTensors& from,
                                     std::string_view what);

// The tensors whose names begin with `prefix`, without it; and the other way round.
[[nodiscard]] tensor::NamedTensors below(const tensor::NamedTensors& tensors, std::string_view prefix);
[[nodiscard]] tensor::NamedTensors prefixed(const tensor::NamedTensors& tensors, std::string_view prefix);

}  // namespace heddle::training
