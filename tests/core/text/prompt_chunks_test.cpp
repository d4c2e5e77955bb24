#include "text/prompt_chunks.h"

#include "core/text/vocabulary.h"
#include "support/test.h"
#include "text/encoding_options.h"

using namespace heddle;
using namespace heddle::text;

namespace {

PromptChunks chunks_of(const std::string& prompt, const ChunkOptions& options = {}) {
  return make_chunks(small_tokenizer(), parse_prompt(prompt), options);
}

std::string repeat(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

std::int64_t id(const char* token) { return small_tokenizer().id_of(token).value(); }

std::vector<std::size_t> lengths(const PromptChunks& made) {
  std::vector<std::size_t> found;
  for (const Chunk& chunk : made.chunks) {
    REQUIRE(chunk.ids.size() == 77);
    REQUIRE(chunk.weights.size() == 77);
    CHECK(chunk.ids[0] == small_tokenizer().start_id());
    CHECK(chunk.ids[chunk.tokens + 1] == small_tokenizer().end_id());
    for (std::size_t i = chunk.tokens + 2; i < 77; ++i) CHECK(chunk.ids[i] == small_tokenizer().pad_id());
    found.push_back(chunk.tokens);
  }
  return found;
}

using Lengths = std::vector<std::size_t>;

}  // namespace

TEST_CASE("a short prompt is one chunk with a weight for each token") {
  const PromptChunks made = chunks_of("a (red:1.5) ball");
  REQUIRE(lengths(made) == Lengths{3});
  const Chunk& chunk = made.chunks[0];
  CHECK(chunk.ids[1] == id("a</w>"));
  CHECK(chunk.ids[2] == id("red</w>"));
  CHECK(chunk.ids[3] == id("ball</w>"));
  CHECK(chunk.weights[0] == 1.0F);
  CHECK(chunk.weights[2] == 1.5F);
  CHECK(chunk.weights[3] == 1.0F);
  CHECK(chunk.weights[76] == 1.0F);
}

TEST_CASE("an empty prompt is one chunk without tokens (reliability 28)") {
  for (const char* prompt : {"", "  ", "()", "<lora:x:1>"}) {
    const PromptChunks made = chunks_of(prompt);
    CHECK(lengths(made) == Lengths{0});
    CHECK(made.chunks[0].ids == empty_chunk(small_tokenizer()).ids);
  }
}

TEST_CASE("75 tokens fill a chunk and the 76th starts another") {
  CHECK(lengths(chunks_of(repeat("cat ", 75))) == Lengths{75});
  CHECK(lengths(chunks_of(repeat("cat ", 76))) == Lengths{75, 1});
  CHECK(lengths(chunks_of(repeat("cat ", 151))) == Lengths{75, 75, 1});
}

TEST_CASE("what follows a late comma moves to the next chunk") {
  const auto prompt = [](int before, int after) { return repeat("cat ", before) + "," + repeat(" red", after); };
  CHECK(lengths(chunks_of(prompt(60, 20))) == Lengths{61, 20});
  CHECK(lengths(chunks_of(prompt(54, 22))) == Lengths{75, 2});   // the comma is 21 tokens before the end
  CHECK(lengths(chunks_of(prompt(55, 21))) == Lengths{56, 21});  // and here 20
  CHECK(lengths(chunks_of(prompt(60, 20), {.comma_backtrack = 0})) == Lengths{75, 6});
  CHECK(lengths(chunks_of(prompt(74, 3))) == Lengths{75, 3});
  CHECK(lengths(chunks_of(prompt(75, 3))) == Lengths{75, 4});  // a comma that comes too late opens the next chunk
  CHECK(lengths(chunks_of(prompt(60, 14) + "," + " red")) == Lengths{75, 2});
}

TEST_CASE("tokens that move keep their weights") {
  const PromptChunks made = chunks_of(repeat("cat ", 70) + ", (red red red red red:1.5)");
  REQUIRE(lengths(made) == Lengths{71, 5});
  CHECK(made.chunks[0].weights[71] == 1.0F);
  CHECK(made.chunks[0].weights[72] == 1.0F);
  for (std::size_t i = 1; i <= 5; ++i) CHECK(made.chunks[1].weights[i] == 1.5F);
}

TEST_CASE("BREAK ends a chunk wherever it is") {
  CHECK(lengths(chunks_of("a cat BREAK a red ball")) == Lengths{2, 3});
  CHECK(lengths(chunks_of("BREAK a cat")) == Lengths{0, 2});
  CHECK(lengths(chunks_of("a cat BREAK")) == Lengths{2});
  CHECK(lengths(chunks_of("a BREAK BREAK a")) == Lengths{1, 0, 1});
}

TEST_CASE("64 chunks are read, the rest is dropped with a warning (reliability 29)") {
  const PromptChunks full = chunks_of(repeat("cat ", 75 * 64));
  CHECK(full.chunks.size() == 64);
  CHECK(full.notes.empty());
  const PromptChunks made = chunks_of(repeat("cat ", 75 * 64 + 7));
  CHECK(made.chunks.size() == 64);
  CHECK(made.tokens_dropped == 7);
  REQUIRE(made.notes.size() == 1);
  CHECK(chunks_of(repeat("a BREAK ", 100)).chunks.size() == 64);
  CHECK(chunks_of(repeat("a BREAK ", 100)).tokens_dropped == 36);
}

TEST_CASE("one chunk without backtrack is how diffusers cuts") {
  const ChunkOptions diffusers = {.comma_backtrack = 0, .chunks_max = 1};
  const PromptChunks made = chunks_of(repeat("cat, ", 50), diffusers);
  CHECK(lengths(made) == Lengths{75});
  CHECK(made.tokens_dropped == 25);
}

TEST_CASE("text that moved past the last chunk counts as dropped") {
  const PromptChunks made = chunks_of(repeat("cat ", 60) + "," + repeat(" red", 20), {.chunks_max = 1});
  CHECK(lengths(made) == Lengths{61});
  CHECK(made.tokens_dropped == 20);
}

TEST_CASE("clip skip counts from one in A1111 and from zero in diffusers") {
  CHECK(ClipSkip::from_a1111(2) == ClipSkip::from_diffusers(1));
  CHECK(ClipSkip::from_a1111(1) == ClipSkip());
  CHECK(ClipSkip::from_a1111(2).layers_left_out() == 1);
  CHECK(ClipSkip::from_diffusers(1).a1111() == 2);
  CHECK(ClipSkip::from_a1111(0) == ClipSkip());
}
