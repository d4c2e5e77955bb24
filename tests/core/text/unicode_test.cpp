#include "text/unicode.h"

#include "base/utf8.h"
#include "support/test.h"

using namespace heddle;
using namespace heddle::text;

using namespace std::string_view_literals;

namespace {

std::u32string composed(std::u32string text) {
  compose(text);
  return text;
}

std::u32string lowered(std::u32string text) {
  to_lower_case(text);
  return text;
}

}  // namespace

TEST_CASE("bytes that are not UTF-8 become replacement characters") {
  CHECK(decode_utf8("aé猫🐱") == U"aé猫🐱");
  CHECK(decode_utf8("\x80z\xC0\xAF") == U"\uFFFDz\uFFFD\uFFFD");  // stray, overlong
  CHECK(decode_utf8("\xF4\x90\x80\x80").size() == 4);             // past U+10FFFF
  CHECK(decode_utf8("\xE7\x8C") == U"\uFFFD");                    // cut: one for the whole part
  CHECK(decode_utf8("\xF0\x9F\x90z") == U"\uFFFDz");
  CHECK(decode_utf8("a\0b"sv) == U"ab");
  CHECK(clean_utf8("ok 猫\xFF") == "ok 猫\uFFFD");
  std::string surrogate;
  append_utf8(surrogate, 0xD800);
  CHECK(surrogate == "\uFFFD");
}

TEST_CASE("text is composed") {
  CHECK(composed(U"e\u0301") == U"é");
  CHECK(composed(U"\u1112\u1161\u11AB") == U"한");
  CHECK(composed(U"\uAC00\u11A8") == U"각");
  CHECK(composed(U"s\u0323\u0307") == U"ṩ");
  CHECK(composed(U"s\u0307\u0323") == U"ṩ");        // marks are sorted first
  CHECK(composed(U"a\u0315\u0300") == U"à\u0315");  // a lower class does not block
  CHECK(composed(U"a\u0301\u0301") == U"á\u0301");  // an equal one does
  CHECK(composed(U"\u0301a") == U"\u0301a");
  CHECK(composed(U"\u212B\u2126\uF900") == U"ÅΩ豈");  // other names of the same
  CHECK(composed(U"\u0958") == U"\u0915\u093C");      // never composed
}

TEST_CASE("lower case is taken one code point at a time") {
  CHECK(lowered(U"STRASSE ẞ ÀÉ ΣΊΣΥΦΟΣ ǅ Ⅷ Ꭰ") == U"strasse ß àé σίσυφοσ ǆ ⅷ ꭰ");
  CHECK(lowered(U"İI") == U"i\u0307i");
}

TEST_CASE("code points have kinds") {
  for (const char32_t c : U"aZéß猫한ªⁿא𝓯"sv) CHECK(kind_of(c) == CodePointKind::letter);
  for (const char32_t c : U"09²½Ⅷ٣①"sv) CHECK(kind_of(c) == CodePointKind::number);
  for (const char32_t c : U" \t\r\n\v\f\u0085\u00A0\u2003\u2028\u3000"sv) CHECK(kind_of(c) == CodePointKind::space);
  for (const char32_t c : U"!\u0301\u200B\u200D🐱_\u001C\u00AD\uFEFF"sv) CHECK(kind_of(c) == CodePointKind::other);
}
