// The marks in a prompt, from left to right: what parse_prompt builds weights from. Used by prompt_syntax.cpp alone.
// One scanner per thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace heddle::text {

struct PromptMark {
  enum class Kind { text, open_round, close_round, open_square, close_square };
  Kind kind = Kind::text;
  std::u32string_view written;        // as it stands in the prompt
  std::u32string_view meant;          // text: without the backslash of an escape
  bool is_escape = false;             // text that no BREAK is looked for in
  std::optional<double> weight = {};  // close_round: the number of ":1.3)"
  bool is_bad_weight = false;  // text ":" that a number of no meaning and ")" follow: ":1e9)", ":nan)", ":1.2.3)"
};

class PromptScanner final {
 public:
  // The view's text must outlive the scanner and its marks.
  explicit PromptScanner(std::u32string_view prompt) : rest_(prompt) {}

  // None at the end.
  std::optional<PromptMark> next();

 private:
  PromptMark take_escape();
  PromptMark take_colon();
  PromptMark take(PromptMark::Kind kind, std::size_t length);

  std::u32string_view rest_;
};

// White space and parts of words as Python's \s and \w have them, which A1111's patterns are written in.
[[nodiscard]] bool is_python_space(char32_t code_point);
[[nodiscard]] bool is_python_word(char32_t code_point);

// A piece of a prompt as messages quote it: printable, cut where it is long.
[[nodiscard]] std::string shown(std::u32string_view piece);

// Without the white space around it.
[[nodiscard]] std::u32string_view trimmed(std::u32string_view text);

// The number that a weight is written as: an optional sign, digits, at most one dot. None for anything else.
[[nodiscard]] std::optional<double> read_weight(std::u32string_view text);

}  // namespace heddle::text
