#include "text/tokenizer.h"

#include <algorithm>

#include "base/printable.h"
#include "base/utf8.h"

namespace heddle::text {
namespace {

template <class Char>
using NamedIds = std::vector<std::pair<std::basic_string<Char>, std::int64_t>>;

struct Found {
  std::size_t position;
  std::size_t length;
  std::int64_t id;
};

// Finds added tokens from left to right, remembering where each comes next, so that a text is searched once for each.
template <class Char>
class AddedFinder {
 public:
  AddedFinder(std::basic_string_view<Char> text, const NamedIds<Char>& tokens) : text_(text), tokens_(&tokens) {
    for (const auto& [name, id] : tokens) next_.push_back(text.find(name));
  }

  // The leftmost at or after `from`; of those at one place the longest.
  std::optional<Found> find(std::size_t from) {
    std::optional<Found> best;
    for (std::size_t i = 0; i < next_.size(); ++i) {
      const auto& [name, id] = (*tokens_)[i];
      if (next_[i] != text_.npos && next_[i] < from) next_[i] = text_.find(name, from);
      if (next_[i] != text_.npos && (!best || next_[i] < best->position)) best = Found{next_[i], name.size(), id};
    }
    return best;
  }

 private:
  std::basic_string_view<Char> text_;
  const NamedIds<Char>* tokens_;
  std::vector<std::size_t> next_;
};

// Calls `encode_rest` for the text between added tokens.
template <class Char, class EncodeRest>
void encode_around(std::basic_string_view<Char> text, const NamedIds<Char>& tokens, std::vector<std::int64_t>& ids,
                   const EncodeRest& encode_rest) {
  AddedFinder<Char> finder(text, tokens);
  std::size_t position = 0;
  while (const std::optional<Found> found = finder.find(position)) {
    encode_rest(text.substr(position, found->position - position));
    ids.push_back(found->id);
    position = found->position + found->length;
  }
  encode_rest(text.substr(position));
}

template <class Char>
void sort_longest_first(NamedIds<Char>& tokens) {
  std::ranges::stable_sort(tokens, [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
}

}  // namespace

Result<Tokenizer> Tokenizer::create(TokenizerParts parts, std::string_view source) {
  for (const AddedToken& token : parts.added) parts.vocabulary.insert_or_assign(token.text, token.id);
  std::vector<AddedToken> added;
  for (const std::string* text :
       {&parts.specials.start, &parts.specials.end, &parts.specials.unknown, &parts.specials.pad}) {
    const auto found = parts.vocabulary.find(*text);
    if (found == parts.vocabulary.end() || text->empty()) {
      return fail(ErrorKind::invalid_input,
                  "[tokenizer.load] {} has no token '{}', which it says marks the start, the end or the padding of a "
                  "sentence; it is not the tokenizer of a CLIP text encoder",
                  source, printable(*text));
    }
    added.push_back({*text, found->second});
  }
  auto encoding = BytePairEncoding::create(std::move(parts.vocabulary), parts.merges, added[2].id, source);
  if (!encoding) return forward(encoding);
  Tokenizer tokenizer(std::move(*encoding));
  tokenizer.start_ = added[0].id;
  tokenizer.end_ = added[1].id;
  tokenizer.pad_ = added[3].id;
  for (const auto& [token, id] : tokenizer.encoding_.vocabulary()) {
    tokenizer.vocabulary_size_ = std::max(tokenizer.vocabulary_size_, id + 1);
  }
  std::ranges::move(parts.added, std::back_inserter(added));
  tokenizer.keep_added(std::move(added));
  return tokenizer;
}

void Tokenizer::keep_added(std::vector<AddedToken> added) {
  std::unordered_map<std::string, const AddedToken*> last;
  for (const AddedToken& token : added) last[token.text] = &token;
  for (const AddedToken& token : added) {
    if (last[token.text] != &token || token.text.empty()) continue;
    if (!token.is_cleaned) {
      written_.emplace_back(token.text, token.id);
    } else if (std::u32string text = clean_text(token.text, Cleaning::transformers); !text.empty()) {
      cleaned_.emplace_back(std::move(text), token.id);
    }
  }
  sort_longest_first(written_);
  sort_longest_first(cleaned_);
}

std::vector<std::int64_t> Tokenizer::encode(std::string_view text, Cleaning cleaning) const {
  std::vector<std::int64_t> ids;
  if (cleaning == Cleaning::openai) {
    encode_cleaned(clean_text(text, cleaning), cleaning, ids);
    return ids;
  }
  encode_around<char>(clean_utf8(text), written_, ids, [&](std::string_view rest) { encode_written(rest, ids); });
  return ids;
}

void Tokenizer::encode_written(std::string_view text, std::vector<std::int64_t>& ids) const {
  const std::u32string cleaned = clean_text(text, Cleaning::transformers);
  encode_around<char32_t>(cleaned, cleaned_, ids,
                          [&](std::u32string_view rest) { encode_cleaned(rest, Cleaning::transformers, ids); });
}

void Tokenizer::encode_cleaned(std::u32string_view text, Cleaning cleaning, std::vector<std::int64_t>& ids) const {
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
