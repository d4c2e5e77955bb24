#include "text/unicode.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "text/unicode_tables.h"

namespace heddle::text {
namespace {

// The row whose range holds the code point, or null.
template <class Row>
const Row* find_range(std::span<const Row> rows, std::uint32_t code_point) {
  const auto after = std::ranges::upper_bound(rows, code_point, {}, &Row::first);
  if (after == rows.begin()) return nullptr;
  const Row& row = *std::prev(after);
  return code_point <= row.last ? &row : nullptr;
}

std::uint8_t combining_order(char32_t code_point) {
  if (code_point < 0x300) return 0;
  const CombiningMark* mark = find_range(combining_marks, code_point);
  return mark != nullptr ? mark->order : 0;
}

const CanonicalPair* find_pair(char32_t composed) {
  const auto row =
      std::ranges::lower_bound(canonical_pairs, static_cast<std::uint32_t>(composed), {}, &CanonicalPair::composed);
  return row != canonical_pairs.end() && row->composed == composed ? &*row : nullptr;
}

std::unordered_map<std::uint64_t, char32_t> make_compositions() {
  std::unordered_map<std::uint64_t, char32_t> compositions;
  for (const CanonicalPair& pair : canonical_pairs) {
    if (pair.composes) compositions.emplace(std::uint64_t{pair.first} << 32 | pair.second, pair.composed);
  }
  return compositions;
}

// Korean syllables compose by arithmetic (Unicode 15, section 3.12).
constexpr char32_t kFirstSyllable = 0xAC00, kFirstLead = 0x1100, kFirstVowel = 0x1161, kBeforeFirstTail = 0x11A7;
constexpr char32_t kLeads = 19, kVowels = 21, kTails = 28, kSyllables = kLeads * kVowels * kTails;

// The composition of two code points, or 0.
char32_t composition_of(char32_t first, char32_t second) {
  if (first >= kFirstLead && first < kFirstLead + kLeads && second >= kFirstVowel && second < kFirstVowel + kVowels) {
    return kFirstSyllable + ((first - kFirstLead) * kVowels + (second - kFirstVowel)) * kTails;
  }
  const char32_t syllable = first - kFirstSyllable;
  if (first >= kFirstSyllable && syllable < kSyllables && syllable % kTails == 0 && second > kBeforeFirstTail &&
      second < kBeforeFirstTail + kTails) {
    return first + (second - kBeforeFirstTail);
  }
  static const std::unordered_map<std::uint64_t, char32_t> compositions = make_compositions();
  const auto found = compositions.find(std::uint64_t{first} << 32 | second);
  return found != compositions.end() ? found->second : 0;
}

// Canonical decomposition without Korean syllables, which composing would only put together again.
std::u32string decompose(const std::u32string& text) {
  std::u32string parts;
  parts.reserve(text.size());
  std::u32string tail;  // second halves still to come, innermost last
  for (char32_t code_point : text) {
    while (const CanonicalPair* pair = find_pair(code_point)) {
      if (pair->second != 0) tail.push_back(pair->second);
      code_point = pair->first;
    }
    parts.push_back(code_point);
    for (; !tail.empty(); tail.pop_back()) parts.push_back(tail.back());
  }
  return parts;
}

void sort_marks(std::u32string& text) {
  for (auto begin = text.begin(); begin != text.end();) {
    if (combining_order(*begin) == 0) {
      ++begin;
      continue;
    }
    const auto end = std::find_if(begin, text.end(), [](char32_t c) { return combining_order(c) == 0; });
    std::stable_sort(begin, end, [](char32_t a, char32_t b) { return combining_order(a) < combining_order(b); });
    begin = end;
  }
}

}  // namespace

CodePointKind kind_of(char32_t code_point) {
  if (code_point < 0x80) {
    if ((code_point | 0x20) >= U'a' && (code_point | 0x20) <= U'z') return CodePointKind::letter;
    if (code_point >= U'0' && code_point <= U'9') return CodePointKind::number;
    return code_point == U' ' || (code_point >= U'\t' && code_point <= U'\r') ? CodePointKind::space
                                                                              : CodePointKind::other;
  }
  if (find_range(letters, code_point) != nullptr) return CodePointKind::letter;
  if (find_range(numbers, code_point) != nullptr) return CodePointKind::number;
  return find_range(spaces, code_point) != nullptr ? CodePointKind::space : CodePointKind::other;
}

void to_lower_case(std::u32string& text) {
  std::size_t dotted_capitals = 0;
  for (char32_t& code_point : text) {
    if (code_point < 0x80) {
      if (code_point >= U'A' && code_point <= U'Z') code_point += 0x20;
      continue;
    }
    dotted_capitals += code_point == 0x130 ? 1 : 0;
    const LowerCaseRun* run = find_range(lower_case_runs, code_point);
    if (run != nullptr && (code_point - run->first) % run->step == 0) {
      code_point = static_cast<char32_t>(static_cast<std::int64_t>(code_point) + run->delta);
    }
  }
  if (dotted_capitals == 0) return;
  std::u32string lowered;
  lowered.reserve(text.size() + dotted_capitals);
  for (const char32_t code_point : text) {
    if (code_point == 0x130) {
      lowered += U"i\u0307";
    } else {
      lowered.push_back(code_point);
    }
  }
  text = std::move(lowered);
}

void compose(std::u32string& text) {
  if (std::ranges::all_of(text, [](char32_t c) { return c < 0x300; })) return;  // composed already
  std::u32string parts = decompose(text);
  sort_marks(parts);
  text.clear();
  constexpr auto kNone = static_cast<std::size_t>(-1);
  std::size_t starter = kNone;  // where in `text` the last code point of class 0 is
  std::uint8_t blocking = 0;    // class of the last mark kept since then
  for (const char32_t code_point : parts) {
    const std::uint8_t order = combining_order(code_point);
    const bool adjacent = starter != kNone && starter + 1 == text.size();
    if (starter != kNone && (adjacent || blocking < order)) {
      if (const char32_t composed = composition_of(text[starter], code_point); composed != 0) {
        text[starter] = composed;
        continue;
      }
    }
    if (order == 0) starter = text.size();
    blocking = order;
    text.push_back(code_point);
  }
}

}  // namespace heddle::text
