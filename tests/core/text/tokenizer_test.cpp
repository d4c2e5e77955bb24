#include "text/tokenizer.h"

#include "support/test.h"

using namespace heddle;
using namespace heddle::text;

TEST_CASE("the OpenAI vocabulary gives CLIP's ids") {
  const auto tokenizer = read_tokenizer(HEDDLE_SOURCE_DIR "/build/vocab/bpe_simple_vocab_16e6.txt");
  REQUIRE_MESSAGE(tokenizer.has_value(), tokenizer.error().message);
  CHECK(tokenizer->encode("a cat") == std::vector<std::int64_t>{320, 2368});
  CHECK(tokenizer->encode("## #: #... #@ #…") == std::vector<std::int64_t>{15483, 30144, 31491, 35062, 12834});
}
