#include "text/triggers.h"

#include "core/text/vocabulary.h"
#include "support/test.h"
#include "text/prompt_chunks.h"

namespace heddle::text {
namespace {

std::string repeat(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

// The triggers in a text, with one letter for each: "a.." is the first trigger and two tokens.
std::string found(const std::string& text, const std::vector<Trigger>& triggers) {
  std::string marks;
  for (const PromptToken& token : TriggerFinder(small_tokenizer(), triggers).read(text)) {
    marks += token.trigger ? static_cast<char>('a' + *token.trigger) : '.';
  }
  return marks;
}

PromptChunks chunks(const std::string& prompt, std::vector<Trigger> triggers) {
  ChunkOptions options;
  options.triggers = std::move(triggers);
  return make_chunks(small_tokenizer(), parse_prompt(prompt), options);
}

TEST_CASE("a trigger of words is found in any case, and not inside a longer word") {
  const std::vector<Trigger> cat = {{"cat", 0, 2}};
  CHECK(found("a cat", cat) == ".a");
  CHECK(found("a CAT, a ball", cat) == ".a...");
  CHECK(found("cats", cat).find('a') == std::string::npos);
  CHECK(found("", cat) == "");
}

TEST_CASE("a trigger with signs is found as it is written, whatever is beside it") {
  const std::vector<Trigger> token = {{"<cat-toy>", 0, 1}};
  CHECK(found("a <cat-toy>, red", token).substr(0, 2) == ".a");
  CHECK(found("<cat-toy><cat-toy>", token) == "aa");
  CHECK(found("<CAT-TOY>", token).find('a') == std::string::npos);
}

TEST_CASE("ComfyUI's prefix belongs to the trigger") {
  CHECK(found("embedding:cat", {{"cat", 0, 1}}) == "a");
  CHECK(found("red embedding:<toy>", {{"<toy>", 0, 1}}) == ".a");
}

TEST_CASE("the longer of two triggers counts, and the later of two equal ones") {
  CHECK(found("a red ball", {{"red", 0, 1}, {"red ball", 1, 1}}) == ".b");
  CHECK(found("<a><ab>", {{"<a>", 0, 1}, {"<a><ab>", 1, 1}}) == "b");
  CHECK(found("red", {{"red", 0, 1}, {"red", 1, 1}}) == "b");
}

TEST_CASE("the vectors of a trigger count as so many tokens and carry its weight") {
  const PromptChunks made = chunks("a (cat:1.5) ball", {{"cat", 3, 4}});
  REQUIRE(made.chunks.size() == 1);
  const Chunk& chunk = made.chunks[0];
  CHECK(chunk.tokens == 6);
  REQUIRE(chunk.vectors.size() == 1);
  CHECK(chunk.vectors[0].position == 2);
  CHECK(chunk.vectors[0].trigger == 0);
  for (std::size_t i = 2; i <= 5; ++i) CHECK(chunk.weights[i] == 1.5F);
  CHECK(chunk.weights[6] == 1.0F);
  CHECK(chunk.ids[6] == small_tokenizer().id_of("ball</w>").value());
  CHECK(chunk.ids[7] == small_tokenizer().end_id());
}

TEST_CASE("vectors are never split: they move to the next chunk where they do not fit") {
  const PromptChunks made = chunks(repeat("ball ", 70) + "cat red", {{"cat", 0, 6}});
  REQUIRE(made.chunks.size() == 2);
  CHECK(made.chunks[0].tokens == 70);
  CHECK(made.chunks[0].vectors.empty());
  CHECK(made.chunks[1].tokens == 7);
  REQUIRE(made.chunks[1].vectors.size() == 1);
  CHECK(made.chunks[1].vectors[0].position == 1);
  CHECK(chunks(repeat("ball ", 69) + "cat red", {{"cat", 0, 6}}).chunks[0].tokens == 75);
  CHECK(chunks("cat", {{"cat", 0, 75}}).chunks[0].tokens == 75);
}

TEST_CASE("vectors behind the last comma move with it") {
  const PromptChunks made = chunks(repeat("ball ", 60) + ", cat " + repeat("red ", 9), {{"cat", 0, 6}});
  REQUIRE(made.chunks.size() == 2);
  CHECK(made.chunks[0].tokens == 61);
  REQUIRE(made.chunks[1].vectors.size() == 1);
  CHECK(made.chunks[1].vectors[0].position == 1);
  CHECK(made.chunks[1].tokens == 15);
}

TEST_CASE("vectors that there is no chunk for are dropped and counted") {
  ChunkOptions options;
  options.chunks_max = 1;
  options.triggers = {{"cat", 0, 6}};
  const PromptChunks made = make_chunks(small_tokenizer(), parse_prompt(repeat("ball ", 72) + "cat red"), options);
  CHECK(made.chunks.size() == 1);
  CHECK(made.tokens_dropped == 7);
}

}  // namespace
}  // namespace heddle::text
