// The Unicode operations of the tokenizer: kinds of code points, lower case, composition (NFC), as the reference does.
// Used by word_split. The tables come from make_unicode_tables.py. Pure functions: any thread.
#pragma once

#include <string>

namespace heddle::text {

enum class CodePointKind { letter, number, space, other };  // Unicode L*, N*, White_Space, everything else

[[nodiscard]] CodePointKind kind_of(char32_t code_point);

// Each code point independently: no final sigma, no language rules. U+0130 becomes two code points.
void to_lower_case(std::u32string& text);

// Canonical composition, normalisation form C. O(n log n) in the longest run of marks.
void compose(std::u32string& text);

}  // namespace heddle::text
