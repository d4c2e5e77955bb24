// Reads the arguments of pickle opcodes. After the end it returns only zeros and failed() is true. Used by the pickle
// walker alone. One thread at a time.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "weights/little_endian.h"

namespace heddle::weights {

class PickleCursor final {
 public:
  explicit PickleCursor(std::string_view bytes) : bytes_(bytes) {}

  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] std::size_t position() const { return at_; }

  std::string_view take(std::uint64_t count) {
    if (failed_ || count > bytes_.size() - at_) {
      failed_ = true;
      return {};
    }
    const std::string_view taken = bytes_.substr(at_, static_cast<std::size_t>(count));
    at_ += taken.size();
    return taken;
  }

  // Up to the next newline, which is consumed and not returned.
  std::string_view line() {
    const std::size_t end = bytes_.find('\n', at_);
    if (failed_ || end == std::string_view::npos) {
      failed_ = true;
      return {};
    }
    const std::string_view taken = bytes_.substr(at_, end - at_);
    at_ = end + 1;
    return taken;
  }

  template <std::unsigned_integral T>
  T little_endian() {
    const std::string_view taken = take(sizeof(T));
    return failed_ ? T{0} : read_le<T>(std::as_bytes(std::span(taken)));
  }
  std::uint8_t byte() { return little_endian<std::uint8_t>(); }

  // Pickle stores doubles big-endian, alone among its numbers.
  double big_endian_double() {
    std::uint64_t bits = 0;
    for (const char c : take(8)) bits = (bits << 8) | static_cast<std::uint8_t>(c);
    return std::bit_cast<double>(bits);
  }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace heddle::weights
