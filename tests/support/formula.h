// Numbers that a formula makes, the same here and in tests/golden/annotators/make_annotators.py: lowbias32 of a name
// and a place. Used by the tests of annotators, whose weights and maps are too large to be stored.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace heddle::testing {

class FormulaNumbers final {
 public:
  explicit FormulaNumbers(std::string_view name) {
    for (const char c : name) seed_ = (seed_ ^ static_cast<std::uint8_t>(c)) * 16777619U;
  }
  // In [-1, 1).
  [[nodiscard]] double operator[](std::size_t place) const {
    std::uint32_t x = static_cast<std::uint32_t>(place) * 2654435761U + seed_;
    x = (x ^ (x >> 16U)) * 0x7feb352dU;
    x = (x ^ (x >> 15U)) * 0x846ca68bU;
    return (x ^ (x >> 16U)) / 2147483648.0 - 1.0;
  }

 private:
  std::uint32_t seed_ = 2166136261U;
};

}  // namespace heddle::testing
