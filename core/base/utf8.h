// Decodes UTF-8 input into code points, and turns any bytes into valid UTF-8 text. Used by the tokenizer and by readers
// of text from users and files. Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

namespace heddle {

inline constexpr char32_t kReplacementCharacter = 0xFFFD;

// The code points of `text`. What is not UTF-8 (stray and overlong bytes, surrogates, values past U+10FFFF, a cut end)
// becomes U+FFFD, one for each maximal broken part as the WHATWG decoder has it. NUL is left out.
[[nodiscard]] std::u32string decode_utf8(std::string_view text);

// Appends a Unicode scalar value; surrogates and values past U+10FFFF are appended as U+FFFD.
void append_utf8(std::string& text, char32_t code_point);

// The UTF-8 of code points, each as append_utf8 has it.
[[nodiscard]] std::string encode_utf8(std::u32string_view code_points);

// `text` as valid UTF-8 without NUL, by the rules of decode_utf8.
[[nodiscard]] std::string clean_utf8(std::string_view text);

// `text` without the byte order mark that editors of Windows put before UTF-8.
[[nodiscard]] constexpr std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  return text.starts_with(mark) ? text.substr(mark.size()) : text;
}

}  // namespace heddle
