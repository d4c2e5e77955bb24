// Overflow-checked arithmetic on numbers from files: each product and sum reports whether it fits. Used by every
// reader. Pure functions, any thread.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <span>

namespace heddle {

template <std::integral T>
[[nodiscard]] constexpr std::optional<T> checked_add(T a, T b) {
  T sum{};
  if (__builtin_add_overflow(a, b, &sum)) return std::nullopt;
  return sum;
}

template <std::integral T>
[[nodiscard]] constexpr std::optional<T> checked_mul(T a, T b) {
  T product{};
  if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
  return product;
}

// Product of all factors; the empty product is 1. A zero among them is zero only if no partial product overflowed.
[[nodiscard]] constexpr std::optional<std::uint64_t> checked_product(std::span<const std::int64_t> factors) {
  std::uint64_t product = 1;
  for (const std::int64_t factor : factors) {
    if (factor < 0) return std::nullopt;
    const auto next = checked_mul(product, static_cast<std::uint64_t>(factor));
    if (!next) return std::nullopt;
    product = *next;
  }
  return product;
}

}  // namespace heddle
