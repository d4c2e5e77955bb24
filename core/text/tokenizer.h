// CLIP's tokenizer: text to token ids, equal to transformers 5.23's CLIPTokenizer (tokenizers backend) on any text.
// Used by prompt_chunks, the text encoder's callers and evaluation. Immutable once made: any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "text/bpe.h"
#include "text/byte_symbols.h"
#include "text/word_split.h"

namespace heddle::text {

struct SpecialTokens {
  std::string start{kStartToken};
  std::string end{kEndToken};
  std::string unknown{kEndToken};
  std::string pad{kEndToken};  // SD 1.x pads with the end token; SD 2.x with "!", whose id is 0
};

// A token that is one id wherever the text spells it: the special ones, and those that textual inversion adds.
struct AddedToken {
  std::string text;
  std::int64_t id = 0;
  bool is_cleaned = false;  // looked for in the cleaned text, so in any case; otherwise in the text as it was written
};

// What a tokenizer is made of.
struct TokenizerParts {
  Vocabulary vocabulary;
  Merges merges;
  SpecialTokens specials;
  std::vector<AddedToken>
      added;  // of two with one text the last counts; special tokens missing here are added as written
};

class Tokenizer final {
 public:
  // Fails when a special token is not in the vocabulary; `source` is what messages call the vocabulary.
  static Result<Tokenizer> create(TokenizerParts parts, std::string_view source);

  // The ids of `text`, without start, end or padding, however long. Added tokens are found first, also the pad token
  // "!" of SD 2.x, as in the reference. O(n log n) in the bytes of the text.
  [[nodiscard]] std::vector<std::int64_t> encode(std::string_view text,
                                                 Cleaning cleaning = Cleaning::transformers) const;
  [[nodiscard]] std::size_t count(std::string_view text) const { return encode(text).size(); }

  [[nodiscard]] std::int64_t start_id() const { return start_; }
  [[nodiscard]] std::int64_t end_id() const { return end_; }
  [[nodiscard]] std::int64_t pad_id() const { return pad_; }
  [[nodiscard]] std::int64_t vocabulary_size() const { return vocabulary_size_; }  // largest id + 1
  [[nodiscard]] std::optional<std::int64_t> id_of(std::string_view token) const { return encoding_.id_of(token); }

  // The token as the vocabulary spells it ("dog</w>", "Ã©"); empty for an id that it does not have. Linear: for
  // display.
  [[nodiscard]] std::string token_of(std::int64_t id) const;

 private:
  explicit Tokenizer(BytePairEncoding encoding) : encoding_(std::move(encoding)) {}
  void keep_added(std::vector<AddedToken> added);
  void encode_written(std::string_view text, std::vector<std::int64_t>& ids) const;
  void encode_cleaned(std::u32string_view text, Cleaning cleaning, std::vector<std::int64_t>& ids) const;

  BytePairEncoding encoding_;
  std::vector<std::pair<std::string, std::int64_t>> written_;     // added tokens, longest first
  std::vector<std::pair<std::u32string, std::int64_t>> cleaned_;  // added tokens, longest first
  std::int64_t start_ = 0, end_ = 0, pad_ = 0;
  std::int64_t vocabulary_size_ = 0;
};

// The texts of a tokenizer's files. Either vocab and merges, or the `tokenizer.json` that transformers 5 saves; the
// three others may be empty.
struct TokenizerTexts {
  std::string vocab_json = {};
  std::string merges_txt = {};
  std::string tokenizer_json = {};
  std::string tokenizer_config_json = {};
  std::string special_tokens_map_json = {};
  std::string added_tokens_json = {};
};

// `source` is what messages call the tokenizer.
[[nodiscard]] Result<Tokenizer> make_tokenizer(const TokenizerTexts& texts, std::string_view source);

// What fills a sequence up to 77: the end token (SD 1.x), or token 0 (SD 2.x, OpenCLIP).
enum class Padding { end_token, zero };

// OpenAI's bpe_simple_vocab_16e6.txt: its first 48894 merges, ids as CLIP numbers them.
[[nodiscard]] Result<Tokenizer> make_openai_tokenizer(std::string_view bpe_txt, std::string_view source,
                                                      Padding padding = Padding::end_token);

// Reads the `tokenizer` folder of a diffusers model, which states how it pads, or OpenAI's text file when `path` is
// a file.
[[nodiscard]] Result<Tokenizer> read_tokenizer(const std::filesystem::path& path, Padding padding = Padding::end_token);

}  // namespace heddle::text
