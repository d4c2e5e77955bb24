#include "text/tokenizer.h"

#include <algorithm>

#include "base/printable.h"
#include "base/utf8.h"

namespace heddle::text {
namespace {

struct Found {
  std::size_t position;
  std::size_t length;
  std::int64_t id;
};

// Finds special tokens from left to right, remembering where each comes next, so that a text is searched once for each.
class SpecialFinder {
 public:
  SpecialFinder(std::string_view text, const std::vector<std::pair<std::string, std::int64_t>>& specials)
      : text_(text), specials_(&specials), next_(specials.size(), 0) {
    for (std::size_t i = 0; i < next_.size(); ++i) next_[i] = text_.find(specials[i].first);
  }

  // The leftmost at or after `from`; of those at one place the longest.
  std::optional<Found> find(std::size_t from) {
    std::optional<Found> best;
    for (std::size_t i = 0; i < next_.size(); ++i) {
      const auto& [name, id] = (*specials_)[i];
      if (next_[i] != std::string_view::npos && next_[i] < from) next_[i] = text_.find(name, from);
      if (next_[i] != std::string_view::npos && (!best || next_[i] < best->position)) {
        best = Found{next_[i], name.size(), id};
      }
    }
    return best;
  }

 private:
  std::string_view text_;
  const std::vector<std::pair<std::string, std::int64_t>>* specials_;
  std::vector<std::size_t> next_;
};

}  // namespace

Result<Tokenizer> Tokenizer::create(Vocabulary vocabulary, const Merges& merges, const SpecialTokens& specials,
                                    std::string_view source) {
  const auto id_in = [&](std::string_view token) -> std::optional<std::int64_t> {
    const auto found = vocabulary.find(token);
    return found != vocabulary.end() && !token.empty() ? std::optional(found->second) : std::nullopt;
  };
  std::vector<std::pair<std::string, std::int64_t>> named;
  for (const std::string* token : {&specials.start, &specials.end, &specials.unknown, &specials.pad}) {
    const auto id = id_in(*token);
    if (!id) {
      return fail(ErrorKind::invalid_input,
                  "[tokenizer.load] {} has no token '{}', which marks where a sentence starts or ends; it is not the "
                  "tokenizer of a CLIP text encoder",
                  source, printable(*token));
    }
    named.emplace_back(*token, *id);
  }
  auto encoding = BytePairEncoding::create(std::move(vocabulary), merges, named[2].second, source);
  if (!encoding) return forward(encoding);
  Tokenizer tokenizer(std::move(*encoding));
  tokenizer.start_ = named[0].second;
  tokenizer.end_ = named[1].second;
  tokenizer.pad_ = named[3].second;
  std::ranges::sort(named, [](const auto& a, const auto& b) {
    return a.first.size() != b.first.size() ? a.first.size() > b.first.size() : a.first < b.first;
  });
  named.erase(std::ranges::unique(named).begin(), named.end());
  tokenizer.specials_ = std::move(named);
  for (const auto& [token, id] : tokenizer.encoding_.vocabulary()) {
    tokenizer.vocabulary_size_ = std::max(tokenizer.vocabulary_size_, id + 1);
  }
  return tokenizer;
}

std::vector<std::int64_t> Tokenizer::encode(std::string_view text, Cleaning cleaning) const {
  const std::string cleaned = clean_utf8(text);
  const std::string_view rest = cleaned;
  std::vector<std::int64_t> ids;
  if (cleaning == Cleaning::openai) {
    encode_ordinary(rest, cleaning, ids);
    return ids;
  }
  SpecialFinder finder(rest, specials_);
  std::size_t position = 0;
  while (const std::optional<Found> special = finder.find(position)) {
    encode_ordinary(rest.substr(position, special->position - position), cleaning, ids);
    ids.push_back(special->id);
    position = special->position + special->length;
  }
  encode_ordinary(rest.substr(position), cleaning, ids);
  return ids;
}

void Tokenizer::encode_ordinary(std::string_view text, Cleaning cleaning, std::vector<std::int64_t>& ids) const {
  for (const std::string& word : split_words(text, cleaning)) {
    if (cleaning == Cleaning::openai && (word == kStartToken || word == kEndToken)) {
      ids.push_back(word == kStartToken ? start_ : end_);
    } else {
      encoding_.encode(word, ids);
    }
  }
}

std::string Tokenizer::token_of(std::int64_t id) const {
  for (const auto& [token, number] : encoding_.vocabulary()) {
    if (number == id) return token;
  }
  return {};
}

}  // namespace heddle::text
