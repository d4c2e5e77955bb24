// Little-endian integers at the front of a span. Used by the readers of this room. The span must be long enough. Pure
// functions.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>

namespace heddle::weights {

template <std::unsigned_integral T>
[[nodiscard]] constexpr T read_le(std::span<const std::byte> bytes) {
  T value = 0;
  for (std::size_t i = sizeof(T); i-- > 0;) {
    value = static_cast<T>((static_cast<std::uint64_t>(value) << 8) | static_cast<std::uint64_t>(bytes[i]));
  }
  return value;
}

}  // namespace heddle::weights
