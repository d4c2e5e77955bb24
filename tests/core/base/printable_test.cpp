#include "base/printable.h"

#include "support/test.h"

using namespace heddle;

TEST_CASE("ordinary text is shown as it is") { CHECK(printable("blocks.0.☂ 織") == "blocks.0.☂ 織"); }

TEST_CASE("control characters, invalid bytes and text-direction tricks are escaped") {
  CHECK(printable("a\x1b[2J\n\x7f") == "a\\x1b[2J\\x0a\\x7f");
  CHECK(printable("a\xff\xc0\xaf") == "a\\xff\\xc0\\xaf");
  CHECK(printable("\xed\xa0\x80") == "\\xed\\xa0\\x80");
  CHECK(printable("\xe2\x80\xae"
                  "gpj.exe") == "\\xe2\\x80\\xaegpj.exe");
  CHECK(printable("\xc2\x9b") == "\\xc2\\x9b");
}

TEST_CASE("long text is cut between characters") {
  CHECK(printable(std::string(500, 'n'), 10) == "nnnnnnnnnn…");
  CHECK(printable("織織織", 7) == "織織…");
}

TEST_CASE("well-formed UTF-8 is recognised") {
  CHECK(is_valid_utf8(""));
  CHECK(is_valid_utf8("a☂織\xf0\x9f\x8e\xa8"));
  CHECK_FALSE(is_valid_utf8("\x80"));
  CHECK_FALSE(is_valid_utf8("\xc3"));
  CHECK_FALSE(is_valid_utf8("\xe0\x80\xaf"));
  CHECK_FALSE(is_valid_utf8("\xf0\x80\x80\xaf"));
  CHECK_FALSE(is_valid_utf8("\xed\xbf\xbf"));
  CHECK_FALSE(is_valid_utf8("\xf4\x90\x80\x80"));
  CHECK_FALSE(is_valid_utf8("\xf5\x80\x80\x80"));
}

TEST_CASE("sizes are said as people say them") {
  CHECK(readable_size(1) == "1 byte");
  CHECK(readable_size(999) == "999 bytes");
  CHECK(readable_size(1200) == "1.2 KB");
  CHECK(readable_size(999'600) == "1.0 MB");
  CHECK(readable_size(12'400'000) == "12 MB");
  CHECK(readable_size(1'990'000'000) == "2.0 GB");
}
