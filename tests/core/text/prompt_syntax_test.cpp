// What A1111 makes of a prompt; the first seven rows are the examples that document its parser.
#include "text/prompt_syntax.h"

#include <ctime>

#include "support/test.h"

using namespace heddle::text;

namespace {

struct Row {
  const char* prompt;
  std::vector<std::pair<std::string, double>> parts;
};

void check(const Row& row) {
  CAPTURE(row.prompt);
  const ParsedPrompt parsed = parse_prompt(row.prompt);
  REQUIRE(parsed.parts.size() == row.parts.size());
  for (std::size_t i = 0; i < row.parts.size(); ++i) {
    CHECK(parsed.parts[i].text == row.parts[i].first);
    CHECK(parsed.parts[i].weight == doctest::Approx(row.parts[i].second).epsilon(1e-12));
    CHECK(parsed.parts[i].is_break == (row.parts[i].first == "BREAK" && row.parts[i].second == -1));
  }
}

}  // namespace

TEST_CASE("brackets and numbers weigh words as in A1111") {
  const Row rows[] = {
      {"normal text", {{"normal text", 1}}},
      {"an (important) word", {{"an ", 1}, {"important", 1.1}, {" word", 1}}},
      {"(unbalanced", {{"unbalanced", 1.1}}},
      {"\\(literal\\]", {{"(literal]", 1}}},
      {"(unnecessary)(parens)", {{"unnecessaryparens", 1.1}}},
      {"a (((house:1.3)) [on] a (hill:0.5), sun, (((sky))).",
       {{"a ", 1},
        {"house", 1.5730000000000004},
        {" ", 1.1},
        {"on", 1},
        {" a ", 1.1},
        {"hill", 0.55},
        {", sun, ", 1.1},
        {"sky", 1.4641000000000006},
        {".", 1.1}}},
      {"", {{"", 1}}},
      {"[less]", {{"less", 1 / 1.1}}},
      {"((a:1.3))", {{"a", 1.43}}},
      {"(a:0)", {{"a", 0}}},
      {"(a:-1.5)", {{"a", -1.5}}},
      {"(a: +.5 )", {{"a", 0.5}}},
      {"(a:1.)", {{"a", 1}}},
      {"(a b:c d:1.2)", {{"a b:c d", 1.2}}},
      {"[a:1.2]", {{"a:1.2", 1 / 1.1}}},
      {"a:1.2)", {{"a:1.2)", 1}}},
      {"a) b] c", {{"a) b] c", 1}}},
      {"(a]", {{"a]", 1.1}}},
      {"((a) b", {{"a", 1.21}, {" b", 1.1}}},
      {"(a [b) c]", {{"a ", 1.1}, {"b", 1}, {" c", 1 / 1.1}}},
      {"a\\\\b \\( \\) \\[ \\] \\x", {{"a\\b ( ) [ ] x", 1}}},
      {"(\\(a\\):1.2)", {{"(a)", 1.2}}},
      {"\\", {{"", 1}}},
      {"()", {{"", 1}}},
      {"猫 (赤い球:1.3)", {{"猫 ", 1}, {"赤い球", 1.3}}},
  };
  for (const Row& row : rows) check(row);
}

TEST_CASE("BREAK is a word of its own outside brackets") {
  const Row rows[] = {
      {"a BREAK b", {{"a", 1}, {"BREAK", -1}, {"b", 1}}},
      {"BREAK", {{"", 1}, {"BREAK", -1}, {"", 1}}},
      {"a, BREAK,b\nBREAK\tc", {{"a,", 1}, {"BREAK", -1}, {",b", 1}, {"BREAK", -1}, {"c", 1}}},
      {"BREAKFAST at _BREAK", {{"BREAKFAST at _BREAK", 1}}},
      {"break", {{"break", 1}}},
      {"(a) BREAK (b)", {{"a", 1.1}, {"", 1}, {"BREAK", -1}, {"", 1}, {"b", 1.1}}},
  };
  for (const Row& row : rows) check(row);
  const ParsedPrompt inside = parse_prompt("(a BREAK b)");
  REQUIRE(inside.parts.size() == 3);
  CHECK(inside.parts[1].text == "BREAK");
  CHECK(inside.parts[1].weight == doctest::Approx(-1.1));
  CHECK(!inside.parts[1].is_break);
  CHECK(inside.notes.size() == 1);
}

TEST_CASE("weights that are no numbers are words and warned of (reliability 31)") {
  check({"(x:nan)", {{"x:nan", 1.1}}});
  check({"(x:1e9)", {{"x:1e9", 1.1}}});
  check({"(x:1.2.3)", {{"x:1.2.3", 1.1}}});
  for (const char* prompt : {"(x:nan)", "(x:1e9)", "(x:1.2.3)", "(x:.)", "(x:1,5)"}) {
    CHECK(parse_prompt(prompt).notes.size() == 1);
  }
  for (const char* prompt : {"(a:b)", "x:nan)", "at 12:30)", "(x:1.2)", "(a:b:1.2)"}) {
    CHECK(parse_prompt(prompt).notes.empty());
  }
}

TEST_CASE("weights are held at ten and warned of (reliability 31)") {
  CHECK(parse_prompt("(x:1000000000)").parts[0].weight == 10);
  CHECK(parse_prompt("(x:-99)").parts[0].weight == -10);
  CHECK(parse_prompt("(x:" + std::string(5000, '9') + ")").notes.size() == 1);
  CHECK(parse_prompt("(x:" + std::string(400, '9') + ")").parts[0].weight == 10);
  CHECK(parse_prompt("((x:0):" + std::string(400, '9') + ")").parts[0].weight == 0);
}

TEST_CASE("ten thousand brackets take no stack and little time (reliability 31)") {
  const std::clock_t start = std::clock();
  for (const char* unit : {"(", "[", ")", "(a", "[a(", "(a)", "\\", ":", "(a:1.1", "<lora:", "BREAK "}) {
    std::string prompt;
    for (int i = 0; i < 10000; ++i) prompt += unit;
    for (const char* end : {"", ")))", ":1.2)"}) {
      for (const PromptPart& part : parse_prompt(prompt + end).parts) CHECK(std::abs(part.weight) <= 10);
    }
  }
  CHECK(parse_prompt(std::string(10000, '(') + "x").parts[0].weight == 10);
  CHECK(parse_prompt(std::string(10000, '[') + "x").parts[0].weight < 1e-9);
  CHECK(std::clock() - start < 20 * CLOCKS_PER_SEC);  // quadratic would take minutes
}

TEST_CASE("lora tags are taken out and listed") {
  const ParsedPrompt parsed =
      parse_prompt("a <lora:style one:0.8>cat <lora:b> <lora:c:0.5:0.25> <lora:d:te=0.1:unet=0.2>");
  CHECK(parsed.parts[0].text == "a cat   ");
  REQUIRE(parsed.loras.size() == 4);
  CHECK(parsed.loras[0].name == "style one");
  CHECK(parsed.loras[0].unet_weight == 0.8);
  CHECK(parsed.loras[0].text_weight == 0.8);
  CHECK(parsed.loras[1].unet_weight == 1);
  CHECK(parsed.loras[2].text_weight == 0.5);
  CHECK(parsed.loras[2].unet_weight == 0.25);
  CHECK(parsed.loras[3].text_weight == 0.1);
  CHECK(parsed.loras[3].unet_weight == 0.2);
  CHECK(parsed.notes.empty());
}

TEST_CASE("what only looks like a tag stays, and unknown tags are warned of") {
  CHECK(parse_prompt("a < b: c> <lora> <lora:>").parts[0].text == "a < b: c> <lora> <lora:>");
  const ParsedPrompt unknown = parse_prompt("<hypernet:x:1>a");
  CHECK(unknown.parts[0].text == "a");
  CHECK(unknown.notes.size() == 1);
  CHECK(unknown.loras.empty());
  const ParsedPrompt bad = parse_prompt("<lora:x:much>a");
  CHECK(bad.loras[0].unet_weight == 1);
  CHECK(bad.notes.size() == 1);
}

TEST_CASE("plain prompts keep every character") {
  const ParsedPrompt parsed = parse_prompt("(a:1.2) [b] BREAK <lora:c:1> \\(", PromptSyntax::plain);
  REQUIRE(parsed.parts.size() == 1);
  CHECK(parsed.parts[0].text == "(a:1.2) [b] BREAK <lora:c:1> \\(");
  CHECK(parsed.parts[0].weight == 1);
  CHECK(parsed.loras.empty());
}
