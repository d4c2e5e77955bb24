#include "base/nearest_name.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "base/utf8.h"

namespace heddle {

namespace {

constexpr std::size_t kLongest = 100;  // letters that are compared

std::u32string folded(std::string_view text) {
  std::u32string letters = decode_utf8(text);
  if (letters.size() > kLongest) letters.resize(kLongest);
  for (char32_t& letter : letters) {
    if (letter >= U'A' && letter <= U'Z') letter += U'a' - U'A';
  }
  return letters;
}

std::size_t distance(const std::u32string& a, const std::u32string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row.back();
}

}  // namespace

std::optional<std::string> nearest_name(std::string_view name, const std::vector<std::string>& names) {
  const std::u32string wanted = folded(name);
  if (wanted.empty()) return std::nullopt;
  std::size_t best = std::max<std::size_t>(1, wanted.size() / 3) + 1;
  std::optional<std::string> found, holder;
  for (const std::string& candidate : names) {
    const std::u32string letters = folded(candidate);
    if (const std::size_t far = distance(wanted, letters); far < best) best = far, found = candidate;
    const bool holds = wanted.size() > 2 && letters.find(wanted) != std::u32string::npos;
    if (holds && (!holder || candidate.size() < holder->size())) holder = candidate;
  }
  return found ? found : holder;
}

}  // namespace heddle
