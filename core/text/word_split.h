// Cleans a text and splits it into the words that byte pair encoding works on, as a CLIP tokenizer does. Used by the
// tokenizer and by the trainer of vocabularies. Pure functions: any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace heddle::text {

// Which program's cleaning is followed before the text is cut.
enum class Cleaning {
  transformers,  // transformers 5.23's CLIPTokenizer: composition (NFC), then lower case
  openai,  // OpenAI's simple_tokenizer without ftfy: HTML entities resolved twice, then lower case with final sigma
};

// The code points of `text` as the cleaning leaves them. Invalid UTF-8 and NUL are treated as by clean_utf8.
[[nodiscard]] std::u32string clean_text(std::string_view text, Cleaning cleaning);

// The words of a cleaned text, UTF-8, in order, without white space: runs of letters, single numbers, the English
// endings 's 't 're 've 'm 'll 'd, and runs of anything else.
[[nodiscard]] std::vector<std::string> split_words(std::u32string_view cleaned, Cleaning cleaning);

}  // namespace heddle::text
