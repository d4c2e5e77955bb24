#include "text/tokenizer.h"

#include <fstream>
#include <nlohmann/json.hpp>

#include "core/text/vocabulary.h"
#include "support/test.h"

using namespace heddle;
using namespace heddle::text;

namespace {

using Ids = std::vector<std::int64_t>;

std::string content_of(const std::string& name) {
  std::ifstream file(kGoldenFolder + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

TokenizerTexts small_texts() {
  return {.vocab_json = content_of("small/vocab.json"), .merges_txt = content_of("small/merges.txt")};
}

std::string message_of(const TokenizerTexts& texts) {
  const auto made = make_tokenizer(texts, "'tokenizer'");
  REQUIRE(!made.has_value());
  return made.error().message;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("the OpenAI vocabulary gives CLIP's ids") {
  const Tokenizer& tokenizer = openai_tokenizer();
  CHECK(tokenizer.start_id() == 49406);
  CHECK(tokenizer.end_id() == 49407);
  CHECK(tokenizer.pad_id() == 49407);
  CHECK(tokenizer.vocabulary_size() == 49408);
  CHECK(tokenizer.encode("a cat") == Ids{320, 2368});
  CHECK(tokenizer.encode("").empty());
  CHECK(tokenizer.encode(" \n ").empty());
  CHECK(tokenizer.count("a red ball") == 3);
  CHECK(tokenizer.token_of(2368) == "cat</w>");
  CHECK(tokenizer.token_of(49408).empty());
}

TEST_CASE("a small vocabulary from two files gives the ids of the reference") {
  const Tokenizer& tokenizer = small_tokenizer();
  std::ifstream file(kGoldenFolder + "small/ids.jsonl");
  int lines = 0;
  for (std::string line; std::getline(file, line); ++lines) {
    const auto expected = nlohmann::json::parse(line);
    Ids ids = tokenizer.encode(expected[0].get<std::string>());
    ids.insert(ids.begin(), tokenizer.start_id());
    ids.push_back(tokenizer.end_id());
    CHECK_MESSAGE(ids == expected[1].get<Ids>(), line);
  }
  CHECK(lines == 120);
}

TEST_CASE("files that begin with a byte order mark give the same tokenizer") {
  TokenizerTexts texts = small_texts();
  texts.vocab_json.insert(0, "\xEF\xBB\xBF");
  texts.merges_txt.insert(0, "\xEF\xBB\xBF");
  const auto made = make_tokenizer(texts, "'tokenizer'");
  REQUIRE_MESSAGE(made.has_value(), (made ? "" : made.error().message));
  CHECK(made->encode("a red ball on the beach") == small_tokenizer().encode("a red ball on the beach"));
}

TEST_CASE("tokenizer.json holds the same tokenizer as two files") {
  const auto vocabulary = nlohmann::json::parse(content_of("small/vocab.json"));
  nlohmann::json as_pairs = nlohmann::json::array(), as_text = nlohmann::json::array();
  std::istringstream merges(content_of("small/merges.txt"));
  std::string line;
  std::getline(merges, line);
  for (std::string left, right; merges >> left >> right;) {
    as_pairs.push_back({left, right});
    as_text.push_back(left + " " + right);
  }
  for (const auto& list : {as_pairs, as_text}) {
    const nlohmann::json document = {{"model", {{"vocab", vocabulary}, {"merges", list}}}};
    const auto made = make_tokenizer({.tokenizer_json = document.dump()}, "'tokenizer'");
    REQUIRE_MESSAGE(made.has_value(), made.error().message);
    CHECK(made->encode("a red ball on the beach") == small_tokenizer().encode("a red ball on the beach"));
  }
}

TEST_CASE("SD 2 pads with '!', which is then one id wherever it is written") {
  TokenizerTexts texts = small_texts();
  texts.tokenizer_config_json = R"({"pad_token": "<|endoftext|>"})";
  texts.special_tokens_map_json =
      R"({"pad_token": "!", "eos_token": {"content": "<|endoftext|>", "normalized": true}})";
  const auto tokenizer = make_tokenizer(texts, "'tokenizer'");
  REQUIRE(tokenizer.has_value());
  CHECK(tokenizer->pad_id() == 0);
  CHECK(tokenizer->encode("!!") == Ids{0, 0});
  CHECK(small_tokenizer().encode("!!") == Ids{0, *small_tokenizer().id_of("!</w>")});
}

TEST_CASE("a special token is found in the text as its settings say") {
  TokenizerTexts texts = small_texts();
  CHECK(make_tokenizer(texts, "t")->encode("<|ENDOFTEXT|>").size() > 1);
  texts.special_tokens_map_json = R"({"eos_token": {"content": "<|endoftext|>", "normalized": true},
                                      "unk_token": {"content": "<|endoftext|>", "normalized": true},
                                      "pad_token": {"content": "<|endoftext|>", "normalized": true}})";
  const auto tokenizer = make_tokenizer(texts, "t");
  CHECK(tokenizer->encode("<|ENDOFTEXT|>") == Ids{tokenizer->end_id()});
}

TEST_CASE("tokens of textual inversion are one id") {
  TokenizerTexts texts = small_texts();
  const Ids expected = {9000};
  texts.tokenizer_config_json = R"({"added_tokens_decoder": {"9000": {"content": "<cat-toy>", "normalized": true}}})";
  auto tokenizer = make_tokenizer(texts, "t");
  CHECK(tokenizer->encode("<Cat-Toy>") == expected);
  CHECK(tokenizer->vocabulary_size() == 9001);
  texts.tokenizer_config_json.clear();
  texts.added_tokens_json = R"({"<cat-toy>": 9000})";
  CHECK(make_tokenizer(texts, "t")->encode("<cat-toy>") == expected);
}

TEST_CASE("text that is not text is normalised at the border (reliability 30)") {
  const Tokenizer& tokenizer = small_tokenizer();
  using namespace std::string_view_literals;
  CHECK(tokenizer.encode("red\0ball"sv) == tokenizer.encode("redball"));
  CHECK(tokenizer.encode("red \xFF ball") == tokenizer.encode("red \uFFFD ball"));
  CHECK(tokenizer.encode("a\xED\xA0\x80z") == tokenizer.encode("a\uFFFD\uFFFD\uFFFDz"));  // a lone surrogate
  CHECK(tokenizer.encode("caf\xC3") == tokenizer.encode("caf\uFFFD"));                    // a cut end
}

TEST_CASE("OpenAI's cleaning resolves entities twice and knows the final sigma") {
  const Tokenizer& tokenizer = small_tokenizer();
  const auto openai = [&](const char* text) { return tokenizer.encode(text, Cleaning::openai); };
  CHECK(openai("&amp;amp; caf&eacute; &#x1F600; &#150; &notit; &ampx &bogus; &# &#0;") ==
        tokenizer.encode("& café 😀 – ¬it; &x &bogus; &# \uFFFD"));
  CHECK(openai("ΣΊΣΥΦΟΣ, Σ") == tokenizer.encode("σίσυφος, σ"));
  CHECK(openai("A\u001FB") == tokenizer.encode("a b"));
  CHECK(openai("&lt;|EndOfText|&gt;") == Ids{tokenizer.end_id()});
  CHECK(openai("e\u0301") != tokenizer.encode("é"));  // composing is ftfy's work, not this cleaning's
}

TEST_CASE("a megabyte in one word is tokenised in time (reliability 29)") {
  const Ids ids = small_tokenizer().encode(std::string(1 << 20, 'a'));
  CHECK(ids.size() == 1 << 20);
}

TEST_CASE("files that do not belong together or are no tokenizer are refused by name") {
  CHECK(has(message_of({}), "has no vocab.json"));
  CHECK(has(message_of({.vocab_json = "{}"}), "has no merges.txt"));
  TokenizerTexts texts = small_texts();
  texts.merges_txt += "zzq zzq</w>\n";
  CHECK(has(message_of(texts), "is not in the vocabulary"));
  texts.merges_txt = "#version: 0.2\nonly\n";
  CHECK(has(message_of(texts), "line 2 of the merges is 'only'"));
  texts = small_texts();
  texts.vocab_json = "[1, 2]";
  CHECK(has(message_of(texts), "not a JSON object"));
  texts.vocab_json = R"({"a": -1, "<|startoftext|>": 0, "<|endoftext|>": 1})";
  CHECK(has(message_of(texts), "impossible id"));
  texts.vocab_json = R"({"a": 1.5})";
  CHECK(has(message_of(texts), "no usable id"));
  texts.vocab_json = R"({"a": 18446744073709551615, "<|startoftext|>": 0, "<|endoftext|>": 1})";
  CHECK(has(message_of(texts), "impossible id"));
  texts = small_texts();
  texts.special_tokens_map_json = R"({"bos_token": "<s>"})";
  CHECK(has(message_of(texts), "no token '<s>'"));
  CHECK(has(message_of({.tokenizer_json = "{}"}), "byte pair encoding"));
  CHECK(!read_tokenizer(kGoldenFolder + "nowhere").has_value());
  CHECK(has(make_openai_tokenizer("#version\na b\n", "'bpe.txt'").error().message, "1 of 48894 merges"));
}

TEST_CASE("OpenAI's vocabulary pads with the end token, or with token 0 for Stable Diffusion 2") {
  const auto second = read_tokenizer(HEDDLE_SOURCE_DIR "/build/vocab/bpe_simple_vocab_16e6.txt", Padding::zero);
  REQUIRE(second);
  CHECK(openai_tokenizer().pad_id() == 49407);
  CHECK(second->pad_id() == 0);
  CHECK(second->end_id() == 49407);
}
