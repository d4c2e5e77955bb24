#include "text/bpe_trainer.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <vector>

#include "core/text/vocabulary.h"
#include "support/test.h"

using namespace heddle;
using namespace heddle::text;

namespace {

std::string read(const std::string& name) {
  std::ifstream file(kGoldenFolder + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> golden_captions() {
  std::ifstream file(kGoldenFolder + "captions.txt");
  std::vector<std::string> captions;
  for (std::string line; std::getline(file, line);) captions.push_back(line);
  return captions;
}

}  // namespace

TEST_CASE("captions give the vocabulary that the second implementation learns") {
  const auto trained = train_bpe(golden_captions(), 700);
  REQUIRE(trained.has_value());
  CHECK(trained->vocab_json == read("small/vocab.json"));
  CHECK(trained->merges_txt == read("small/merges.txt"));
}

TEST_CASE("the order of the captions does not matter") {
  std::vector<std::string> captions = golden_captions();
  std::ranges::reverse(captions);
  CHECK(train_bpe(captions, 700)->merges_txt == read("small/merges.txt"));
}

TEST_CASE("learning stops at the size asked for") {
  const auto trained = train_bpe(golden_captions(), 560);
  REQUIRE(trained.has_value());
  CHECK(trained->vocabulary_size == 560);
  const auto tokenizer =
      make_tokenizer({.vocab_json = trained->vocab_json, .merges_txt = trained->merges_txt}, "'trained'");
  REQUIRE(tokenizer.has_value());
  CHECK(tokenizer->vocabulary_size() == 560);
  CHECK(tokenizer->start_id() == 558);
  CHECK(tokenizer->end_id() == 559);
}

TEST_CASE("words seen in training become one token each when there is room") {
  const std::vector<std::string> captions = {"a red ball", "a blue ball"};
  const auto trained = train_bpe(captions, 1000);
  const auto tokenizer =
      make_tokenizer({.vocab_json = trained->vocab_json, .merges_txt = trained->merges_txt}, "'trained'");
  CHECK(tokenizer->count("a red ball") == 3);
  CHECK(tokenizer->count("A BLUE  BALL") == 3);
}

TEST_CASE("no captions leave the bytes, and too small a size is refused") {
  CHECK(train_bpe({}, 1000)->vocabulary_size == 514);
  CHECK(!train_bpe({}, 513).has_value());
}
