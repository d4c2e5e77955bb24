#include "text/bpe.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <queue>

#include "base/printable.h"
#include "text/byte_symbols.h"

namespace heddle::text {
namespace {

constexpr std::size_t kNowhere = std::numeric_limits<std::size_t>::max();

struct Symbol {
  std::int64_t id;
  std::size_t previous, next;
  bool merged_away = false;
};

// The lowest rank first; among equal ranks the leftmost.
struct Candidate {
  std::uint32_t rank;
  std::size_t position;
  std::uint32_t id;
  bool operator>(const Candidate& other) const {
    return rank != other.rank ? rank > other.rank : position > other.position;
  }
};

constexpr std::uint64_t pair_key(std::int64_t left, std::int64_t right) {
  return static_cast<std::uint64_t>(left) << 32 | static_cast<std::uint64_t>(right);
}

}  // namespace

Result<BytePairEncoding> BytePairEncoding::create(Vocabulary vocabulary, const Merges& merges, std::int64_t unknown,
                                                  std::string_view source) {
  BytePairEncoding encoding;
  encoding.vocabulary_ = std::move(vocabulary);
  for (const auto& [token, id] : encoding.vocabulary_) {
    if (id >= 0 && id < kMaxVocabulary) continue;
    return fail(ErrorKind::invalid_input, "[tokenizer.load] {}: token '{}' has the impossible id {}", source,
                printable(token), id);
  }
  encoding.pairs_.reserve(merges.size());
  std::uint32_t rank = 0;
  for (const auto& [left, right] : merges) {
    const auto left_id = encoding.id_of(left), right_id = encoding.id_of(right), merged = encoding.id_of(left + right);
    if (!left_id || !right_id || !merged) {
      const std::string& missing = !left_id ? left : !right_id ? right : left + right;
      return fail(ErrorKind::invalid_input,
                  "[tokenizer.load] {}: merge {} is '{} {}', but '{}' is not in the vocabulary; the two files do not "
                  "belong together",
                  source, rank + 1, printable(left), printable(right), printable(missing));
    }
    // A pair that is listed twice counts where it is listed last, as the reference has it.
    encoding.pairs_.insert_or_assign(pair_key(*left_id, *right_id), Merge{rank, static_cast<std::uint32_t>(*merged)});
    ++rank;
  }
  for (unsigned byte = 0; byte < 256; ++byte) {
    const std::string& symbol = symbol_of(static_cast<std::uint8_t>(byte));
    encoding.inner_.at(byte) = encoding.id_of(symbol).value_or(unknown);
    encoding.last_.at(byte) = encoding.id_of(symbol + std::string(kWordEnd)).value_or(unknown);
  }
  return encoding;
}

std::optional<std::int64_t> BytePairEncoding::id_of(std::string_view token) const {
  const auto found = vocabulary_.find(token);
  if (found == vocabulary_.end()) return std::nullopt;
  return found->second;
}

const BytePairEncoding::Merge* BytePairEncoding::find(std::int64_t left, std::int64_t right) const {
  const auto found = pairs_.find(pair_key(left, right));
  return found != pairs_.end() ? &found->second : nullptr;
}

void BytePairEncoding::encode(std::string_view word, std::vector<std::int64_t>& ids) const {
  const std::size_t size = word.size();
  if (size == 0) return;
  std::vector<Symbol> symbols;
  symbols.reserve(size);
  for (std::size_t i = 0; i < size; ++i) {
    const auto byte = static_cast<unsigned char>(word[i]);
    const bool ends = i + 1 == size;
    symbols.push_back({ends ? last_.at(byte) : inner_.at(byte), i == 0 ? kNowhere : i - 1, ends ? kNowhere : i + 1});
  }
  std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> candidates;
  const auto consider = [&](std::size_t left) {
    if (left == kNowhere || symbols[left].next == kNowhere) return;
    const Merge* merge = find(symbols[left].id, symbols[symbols[left].next].id);
    if (merge != nullptr) candidates.push({merge->rank, left, merge->id});
  };
  for (std::size_t i = 0; i + 1 < size; ++i) consider(i);
  while (!candidates.empty()) {
    const Candidate best = candidates.top();
    candidates.pop();
    Symbol& left = symbols[best.position];
    if (left.merged_away || left.next == kNowhere) continue;
    Symbol& right = symbols[left.next];
    const Merge* merge = find(left.id, right.id);
    if (merge == nullptr || merge->id != best.id) continue;  // one of the two has changed since
    left.id = best.id;
    left.next = right.next;
    right.merged_away = true;
    if (left.next != kNowhere) symbols[left.next].previous = best.position;
    consider(left.previous);
    consider(best.position);
  }
  for (std::size_t i = 0; i != kNowhere; i = symbols[i].next) ids.push_back(symbols[i].id);
}

}  // namespace heddle::text
