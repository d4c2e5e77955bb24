// KeyCursor: reads a tensor's dotted name from the left, piece by piece ("input_blocks." 4 ".0." …).
// Used by the key maps of this folder. A value; no allocation.
#pragma once

#include <charconv>
#include <optional>
#include <string_view>

namespace heddle::weights::layouts {

class KeyCursor final {
 public:
  explicit KeyCursor(std::string_view name) : rest_(name) {}

  // Steps over `literal` if the rest begins with it.
  bool take(std::string_view literal) {
    if (!rest_.starts_with(literal)) return false;
    rest_.remove_prefix(literal.size());
    return true;
  }

  // Steps over a decimal number of at most five digits that ends at a dot or at the end, and over that dot.
  std::optional<int> take_index() {
    const std::string_view digits = rest_.substr(0, rest_.find('.'));
    if (digits.empty() || digits.size() > 5) return std::nullopt;
    int index = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
    if (error != std::errc() || end != digits.data() + digits.size() || index < 0) return std::nullopt;
    rest_.remove_prefix(digits.size());
    if (!rest_.empty()) rest_.remove_prefix(1);
    return index;
  }

  [[nodiscard]] std::string_view rest() const { return rest_; }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

}  // namespace heddle::weights::layouts
