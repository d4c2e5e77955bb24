#include "base/hash.h"

#include "support/test.h"

namespace heddle {
namespace {

TEST_CASE("the hash of nothing is the published one of XXH3-128") {
  CHECK(content_hash(std::string_view()) == "99aa06d3014798d86001c324468d497f");
}

TEST_CASE("bytes that arrive in pieces hash like the whole") {
  std::string text;
  for (int i = 0; i < 100000; ++i) text.push_back(static_cast<char>(i * 31));
  for (const std::size_t piece : {1u, 7u, 64u, 1000u, 70000u}) {
    ContentHasher hasher;
    for (std::size_t at = 0; at < text.size(); at += piece) hasher.add(std::string_view(text).substr(at, piece));
    CHECK(hasher.hex() == content_hash(text));
  }
  CHECK_FALSE(content_hash(text) == content_hash(text + " "));
}

}  // namespace
}  // namespace heddle
