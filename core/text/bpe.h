// Byte pair encoding of one word: a vocabulary and the merges in the order they were learnt turn a word into ids. Used
// by Tokenizer. Immutable once built: any thread. Source: Sennrich et al. 2016; Radford et al. 2021 (CLIP).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.h"

namespace heddle::text {

struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
};

using Vocabulary = std::unordered_map<std::string, std::int64_t, StringHash, std::equal_to<>>;
using Merges = std::vector<std::pair<std::string, std::string>>;

class BytePairEncoding final {
 public:
  // Ids must be in [0, kMaxVocabulary). Fails when a merge names a token that the vocabulary lacks; `source` is what
  // the message calls the vocabulary. A byte without a token of its own becomes `unknown`.
  static Result<BytePairEncoding> create(Vocabulary vocabulary, const Merges& merges, std::int64_t unknown,
                                         std::string_view source);

  // Appends the ids of one word. O(n log n) in its bytes.
  void encode(std::string_view word, std::vector<std::int64_t>& ids) const;

  [[nodiscard]] std::optional<std::int64_t> id_of(std::string_view token) const;
  [[nodiscard]] const Vocabulary& vocabulary() const { return vocabulary_; }

  static constexpr std::int64_t kMaxVocabulary = 1 << 22;

 private:
  struct Merge {
    std::uint32_t rank;
    std::uint32_t id;
  };
  using Pairs = std::unordered_map<std::uint64_t, Merge>;

  BytePairEncoding() = default;
  [[nodiscard]] const Merge* find(std::int64_t left, std::int64_t right) const;

  Vocabulary vocabulary_;
  Pairs pairs_;                            // left id << 32 | right id
  std::array<std::int64_t, 256> inner_{};  // ids of single bytes inside a word
  std::array<std::int64_t, 256> last_{};   // ids of single bytes that end one
};

}  // namespace heddle::text
