#include "text/word_split.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/utf8.h"
#include "text/html_entities.h"
#include "text/unicode.h"

namespace heddle::text {
namespace {

using View = std::u32string_view;

constexpr std::array<View, 7> kEndings = {U"'s", U"'t", U"'re", U"'ve", U"'m", U"'ll", U"'d"};
constexpr std::array<View, 2> kSpecialNames = {U"<|startoftext|>", U"<|endoftext|>"};

template <class Names>
std::size_t prefix_length(View text, const Names& names) {
  for (const View name : names) {
    if (text.starts_with(name)) return name.size();
  }
  return 0;
}

std::size_t run_length(View text, CodePointKind kind) {
  return static_cast<std::size_t>(std::ranges::find_if(text, [&](char32_t c) { return kind_of(c) != kind; }) -
                                  text.begin());
}

// OpenAI's tokenizer finds special tokens here, after lower-casing. To transformers, which has found them before, a
// name that lower-casing made ("<|STARTOFTEXT|>") is none: its first pattern still keeps it apart from its
// surroundings, and its second one cuts it into "<|", "startoftext", "|>".
void add_special_name(View name, Cleaning cleaning, std::vector<std::string>& words) {
  if (cleaning == Cleaning::openai) return words.push_back(encode_utf8(name));
  words.push_back(encode_utf8(name.substr(0, 2)));
  words.push_back(encode_utf8(name.substr(2, name.size() - 4)));
  words.push_back(encode_utf8(name.substr(name.size() - 2)));
}

bool is_letter(char32_t code_point) { return kind_of(code_point) == CodePointKind::letter; }

// Python's lower() turns a capital sigma that ends a word into its final form, and to Python's \s the four separators
// U+001C to U+001F are white space too.
void apply_python_rules(std::u32string& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] >= 0x1C && text[i] <= 0x1F) text[i] = U' ';
    if (text[i] != U'Σ' || i == 0 || !is_letter(text[i - 1])) continue;
    if (i + 1 == text.size() || !is_letter(text[i + 1])) text[i] = U'ς';
  }
}

}  // namespace

std::u32string clean_text(std::string_view text, Cleaning cleaning) {
  std::u32string cleaned = decode_utf8(text);
  if (cleaning == Cleaning::transformers) {
    compose(cleaned);
  } else {
    cleaned = unescape_html(unescape_html(cleaned));
    apply_python_rules(cleaned);
  }
  to_lower_case(cleaned);
  return cleaned;
}

std::vector<std::string> split_words(View cleaned, Cleaning cleaning) {
  std::vector<std::string> words;
  for (View rest = cleaned; !rest.empty();) {
    const CodePointKind kind = kind_of(rest.front());
    std::size_t length = kind == CodePointKind::number ? 1 : run_length(rest, kind);
    if (kind == CodePointKind::other) {
      if (const std::size_t special = prefix_length(rest, kSpecialNames); special != 0) {
        add_special_name(rest.substr(0, special), cleaning, words);
        rest.remove_prefix(special);
        continue;
      }
      if (const std::size_t ending = prefix_length(rest, kEndings); ending != 0) length = ending;
    }
    if (kind != CodePointKind::space) words.push_back(encode_utf8(rest.substr(0, length)));
    rest.remove_prefix(length);
  }
  return words;
}

}  // namespace heddle::text
