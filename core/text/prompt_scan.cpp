#include "text/prompt_scan.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "base/printable.h"
#include "base/utf8.h"
#include "text/unicode.h"

namespace heddle::text {
namespace {

using View = std::u32string_view;

std::size_t spaces_before(View text) {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, is_python_space) - text.begin());
}

// The candidate for a weight between ":" and ")", without the white space around it, and how long the whole is.
struct WeightText {
  View number;
  std::size_t length;
};

// Text that could be a number at all; "word" in "(a:word)" is none, and no mistake.
bool looks_like_number(View text) {
  if (text == U"nan" || text == U"inf" || text == U"-inf" || text == U"+inf") return true;
  const bool starts =
      !text.empty() && (text[0] == U'+' || text[0] == U'-' || text[0] == U'.' || (text[0] >= U'0' && text[0] <= U'9'));
  return starts && std::ranges::all_of(text, [](char32_t c) {
           return (c >= U'0' && c <= U'9') || c == U'.' || c == U'+' || c == U'-' || c == U'e' || c == U'E' ||
                  c == U',';
         });
}

// Looks no further than the next mark, so that all colons together look at each character twice at most.
std::optional<WeightText> find_weight(View text) {
  const std::size_t start = 1 + spaces_before(text.substr(1));
  const std::size_t end = std::min(text.find_first_of(U"()[]:\\", start), text.size());
  View number = text.substr(start, end - start);
  while (!number.empty() && is_python_space(number.back())) number.remove_suffix(1);
  if (number.empty() || end == text.size() || text[end] != U')') return std::nullopt;
  return WeightText{number, end + 1};
}

}  // namespace

bool is_python_space(char32_t code_point) {
  return kind_of(code_point) == CodePointKind::space || (code_point >= 0x1C && code_point <= 0x1F);
}

bool is_python_word(char32_t code_point) {
  const CodePointKind kind = kind_of(code_point);
  return kind == CodePointKind::letter || kind == CodePointKind::number || code_point == U'_';
}

std::string shown(View piece) { return printable(encode_utf8(piece), 40); }

View trimmed(View text) {
  while (!text.empty() && is_python_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_python_space(text.back())) text.remove_suffix(1);
  return text;
}

std::optional<double> read_weight(View text) {
  std::string digits;
  const bool negative = text.starts_with(U'-');
  if (negative || text.starts_with(U'+')) text.remove_prefix(1);
  for (const char32_t c : text) {
    if (c != U'.' && (c < U'0' || c > U'9')) return std::nullopt;
    digits.push_back(static_cast<char>(c));
  }
  if (std::ranges::count(digits, '.') > 1 || digits.empty() || digits == ".") return std::nullopt;
  constexpr double kHuge = 1e6;  // far beyond what is clamped; keeps products of weights finite for long
  double value = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed);
  if (parsed.ec == std::errc::result_out_of_range)
    value = digits.find_first_of("123456789") < digits.find('.') ? kHuge : 0;
  value = std::min(value, kHuge);
  return negative ? -value : value;
}

PromptMark PromptScanner::take(PromptMark::Kind kind, std::size_t length) {
  PromptMark mark;
  mark.kind = kind;
  mark.written = mark.meant = rest_.substr(0, length);
  rest_.remove_prefix(length);
  return mark;
}

// A backslash makes the five special characters ordinary. Before anything else it vanishes.
PromptMark PromptScanner::take_escape() {
  const bool escapes = rest_.size() > 1 && View(U"()[]\\").find(rest_[1]) != View::npos;
  PromptMark mark = take(PromptMark::Kind::text, escapes ? 2 : 1);
  mark.meant.remove_prefix(1);
  mark.is_escape = true;
  return mark;
}

PromptMark PromptScanner::take_colon() {
  const std::optional<WeightText> candidate = find_weight(rest_);
  if (!candidate) return take(PromptMark::Kind::text, 1);
  if (const std::optional<double> weight = read_weight(candidate->number)) {
    PromptMark mark = take(PromptMark::Kind::close_round, candidate->length);
    mark.weight = weight;
    return mark;
  }
  PromptMark mark = take(PromptMark::Kind::text, 1);
  mark.is_bad_weight = looks_like_number(candidate->number);
  return mark;
}

std::optional<PromptMark> PromptScanner::next() {
  if (rest_.empty()) return std::nullopt;
  switch (rest_.front()) {
    case U'\\': return take_escape();
    case U'(': return take(PromptMark::Kind::open_round, 1);
    case U')': return take(PromptMark::Kind::close_round, 1);
    case U'[': return take(PromptMark::Kind::open_square, 1);
    case U']': return take(PromptMark::Kind::close_square, 1);
    case U':': return take_colon();
    default: return take(PromptMark::Kind::text, std::min(rest_.find_first_of(U"\\()[]:"), rest_.size()));
  }
}

}  // namespace heddle::text
