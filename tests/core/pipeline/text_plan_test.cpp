#include "pipeline/text_plan.h"

#include <ATen/ops/full.h>

#include "support/test.h"

namespace heddle::pipeline {
namespace {

// Encodes a text to a tensor of its length.
Conditioning conditioning(const std::string& prompt, int* calls = nullptr) {
  text::ReadPrompt read = text::read_prompt(prompt);
  Conditioning made{at::full({1, 77, 2}, 1.0), at::full({1, 77, 2}, 0.0)};
  if (read.is_plain()) return made;
  TextProgram program{read.prompts,
                      read.whole,
                      [calls](const std::string& words) -> Result<EncodedStates> {
                        if (calls != nullptr) ++*calls;
                        return EncodedStates{at::full({1, 77, 2}, static_cast<double>(words.size())), {}};
                      },
                      {}};
  made.program = std::make_shared<const TextProgram>(std::move(program));
  return made;
}

// The first number of the text that leads at each step.
std::vector<double> leading(const TextPlan& plan, std::size_t part = 0) {
  std::vector<double> numbers;
  for (const TextPlan::Step& step : plan.steps)
    numbers.push_back(plan.texts[step.positive[part].text][0][0][0].item<double>());
  return numbers;
}

TEST_CASE("a text that is the same all along is one text, and nothing is encoded") {
  const auto plan = plan_text(conditioning("red ball"), nullptr, 20, 20);
  REQUIRE(plan);
  CHECK(plan->texts.size() == 2);  // and the empty one
  CHECK(plan->steps.size() == 1);
  REQUIRE(plan->at(7).positive.size() == 1);
  CHECK(plan->at(7).positive.front().text == 0);
  CHECK(plan->most_parts() == 1);
}

TEST_CASE("editing and alternation lead the steps that A1111 gives them, which it counts from 0") {
  CHECK(leading(*plan_text(conditioning("[a:bb:3]"), nullptr, 6, 6)) == std::vector<double>{1, 1, 1, 1, 2, 2});
  CHECK(leading(*plan_text(conditioning("[a:bb:0.5]"), nullptr, 6, 6)) == std::vector<double>{1, 1, 1, 1, 2, 2});
  CHECK(leading(*plan_text(conditioning("[a|bb]"), nullptr, 6, 6)) == std::vector<double>{1, 1, 2, 1, 2, 1});
}

TEST_CASE("a run that starts from a picture counts its own steps against those asked for") {
  CHECK(leading(*plan_text(conditioning("[a:bb:0.5]"), nullptr, 6, 3)) == std::vector<double>{1, 1, 1});
  CHECK(leading(*plan_text(conditioning("[a:bb:1]"), nullptr, 6, 3)) == std::vector<double>{1, 1, 2});
}

TEST_CASE("each text is encoded once, and prompts joined by AND lead together with their weights") {
  int calls = 0;
  const auto plan = plan_text(conditioning("[a|bb] AND c:0.5", &calls), nullptr, 6, 6);
  REQUIRE(plan);
  CHECK(calls == 3);
  CHECK(plan->most_parts() == 2);
  CHECK(plan->at(0).positive[0].weight == 1);
  CHECK(plan->at(0).positive[1].weight == 0.5);
  CHECK(leading(*plan, 1) == std::vector<double>(6, 2));  // " c"
}

TEST_CASE("as a negative prompt AND is a word, with a note") {
  const Conditioning negative = conditioning("a AND b");
  const auto plan = plan_text(conditioning("red"), &negative, 6, 6);
  REQUIRE(plan);
  CHECK(plan->texts[plan->at(0).negative][0][0][0].item<double>() == 7);  // letters of "a AND b"
  REQUIRE(plan->notes.size() == 1);
  CHECK(plan->notes.front().id == "prompt.and_in_negative");
}

TEST_CASE("a piece that never comes is noted") {
  const auto plan = plan_text(conditioning("a [b:1.3]"), nullptr, 6, 6);
  REQUIRE(plan);
  REQUIRE(plan->notes.size() == 1);
  CHECK(plan->notes.front().message.find("'[b:1.3]'") != std::string::npos);
}

}  // namespace
}  // namespace heddle::pipeline
