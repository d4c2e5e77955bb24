// The limits and checks that apply to the table of every model file. Used by the readers of this room. Plain constants
// and pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/result.h"
#include "weights/tensor_file.h"

namespace heddle::weights {

constexpr std::size_t kMaxTensors = 200'000;
constexpr std::size_t kMaxNameBytes = 1024;
constexpr std::size_t kMaxDimensions = 8;
constexpr std::size_t kMaxMetadataBytes = 16'000'000;

// Bytes of a tensor of this type and shape; none when the product does not fit or the type is unknown.
[[nodiscard]] std::optional<std::uint64_t> byte_count(Dtype dtype, std::span<const std::int64_t> shape);

// "is damaged: <why>": the error for a malformed file. All errors of the parsers are predicates of
// the file's name, which open_tensor_file puts in front.
template <class... Args>
[[nodiscard]] Failure damaged(fmt::format_string<Args...> format, Args&&... args) {
  return fail(ErrorKind::invalid_input, "is damaged: {}", fmt::format(format, std::forward<Args>(args)...));
}

// Fails when a name is empty, too long, not UTF-8, or used twice.
[[nodiscard]] Result<void> check_names(const std::vector<TensorEntry>& entries);

}  // namespace heddle::weights
