// Cleans a text and cuts it into the words that byte pair encoding works on, as a CLIP tokenizer does.
// Used by the tokenizer and by the trainer of vocabularies. Pure functions: any thread.
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

// The words of `text`, UTF-8, in order, lower case, without white space: runs of letters, single numbers, the English
// endings 's 't 're 've 'm 'll 'd, and runs of anything else. Invalid UTF-8 and NUL are treated as by clean_utf8.
[[nodiscard]] std::vector<std::string> split_words(std::string_view text, Cleaning cleaning = Cleaning::transformers);

}  // namespace heddle::text
