// Result<T>: a value, or the Error that files, input or planning caused. Programming errors assert instead.
//   Result<Image> image = read_image(path);
//   if (!image) return forward(image);
//   return fail(ErrorKind::not_found, "[model.load] '{}' does not exist", path);
// Used by every room. A value.
#pragma once

#include <fmt/format.h>

#include <tl/expected.hpp>
#include <utility>

#include "base/error.h"

namespace heddle {

template <class T>
using Result = tl::expected<T, Error>;
using Failure = tl::unexpected<Error>;

template <class... Args>
[[nodiscard]] Failure fail(ErrorKind kind, fmt::format_string<Args...> format, Args&&... args) {
  return Failure(Error{kind, fmt::format(format, std::forward<Args>(args)...), {}});
}

// Returns the error of one Result as the failure of another type.
template <class T>
[[nodiscard]] Failure forward(Result<T>& result) {
  return Failure(std::move(result.error()));
}
template <class T>
[[nodiscard]] Failure forward(Result<T>&& result) {
  return Failure(std::move(result.error()));
}

[[nodiscard]] inline Failure cancelled() { return Failure(Error{ErrorKind::cancelled, "cancelled", {}}); }

}  // namespace heddle
