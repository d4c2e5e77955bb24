// The tables behind text/unicode.h, written by make_unicode_tables.py. Used by unicode.cpp alone. Every table is sorted
// by its first column. Constant data: any thread.
#pragma once

#include <cstdint>
#include <span>

namespace heddle::text {

struct CodePointRange {
  std::uint32_t first, last;
};

// Every step-th code point from first to last becomes itself + delta.
struct LowerCaseRun {
  std::uint32_t first, last;
  std::uint32_t step;
  std::int32_t delta;
};

// Canonical combining class of the marks first..last; all others have class 0.
struct CombiningMark {
  std::uint32_t first, last;
  std::uint8_t order;
};

// composed = first + second; second is 0 where composed is another name for first. `composes` is false for the pairs
// that normalisation only takes apart.
struct CanonicalPair {
  std::uint32_t composed, first, second;
  bool composes;
};

extern const std::span<const CodePointRange> letters;
extern const std::span<const CodePointRange> numbers;
extern const std::span<const CodePointRange> spaces;
extern const std::span<const LowerCaseRun> lower_case_runs;
extern const std::span<const CombiningMark> combining_marks;
extern const std::span<const CanonicalPair> canonical_pairs;

}  // namespace heddle::text
