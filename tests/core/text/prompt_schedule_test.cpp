#include "text/prompt_schedule.h"

#include <fstream>
#include <iterator>

#include "base/json.h"
#include "base/utf8.h"
#include "support/test.h"

namespace heddle::text {
namespace {

PromptSchedule schedule_of(std::string_view prompt) { return PromptSchedule::read(decode_utf8(prompt)); }

TEST_CASE("prompts change over the steps as A1111's do") {
  std::ifstream stream(std::string(HEDDLE_SOURCE_DIR) + "/tests/golden/text/schedules.json");
  const auto cases = parse_json(std::string(std::istreambuf_iterator<char>(stream), {}), "schedules.json");
  REQUIRE(cases);
  REQUIRE(cases->size() > 100);
  for (const Json& one : *cases) {
    const auto prompt = one["prompt"].get<std::string>();
    CAPTURE(prompt);
    std::vector<ScheduledText> expected;
    for (const Json& text : one["texts"]) expected.push_back({text[0].get<int>(), text[1].get<std::string>()});
    CHECK(schedule_of(prompt).texts(one["steps"].get<int>()) == expected);
  }
}

TEST_CASE("a prompt says whether it changes, and what is in the way of that") {
  CHECK_FALSE(schedule_of("(red:1.2) [ball] \\[a:b:3\\] a:b").changes());
  CHECK(schedule_of("[red:blue:3]").changes());
  CHECK(schedule_of("([a|b]:1.2)").changes());
  CHECK(schedule_of("a | [b:c:3]").is_spoiled());
  CHECK_FALSE(schedule_of("a | b").is_spoiled());
  CHECK_FALSE(schedule_of("[b:c:3]").is_spoiled());
}

TEST_CASE("pieces whose second text never leads are named as they are written") {
  CHECK(schedule_of("a [red:1.3] [x|[b:c: 30 ]]").never(20) == std::vector<std::string>{"[red:1.3]", "[b:c: 30 ]"});
  CHECK(schedule_of("[red:blue:0.5]").never(20).empty());
  CHECK(schedule_of("[red:blue:18]").never(20).empty());
  CHECK(schedule_of("[red:blue:19]").never(20).size() == 1);  // its last step is the run's
}

TEST_CASE("brackets in great numbers are read in no time, and without deep recursion") {
  const std::string deep(20000, '[');
  CHECK(schedule_of(deep).texts(3).back().text == deep);
  const std::string closed = std::string(5000, '[') + "a:b:3" + std::string(5000, ']');
  CHECK_FALSE(schedule_of(closed).texts(3).empty());
  std::string many;
  for (int i = 0; i < 5000; ++i) many += "[a:b:1](c[d";
  CHECK_FALSE(schedule_of(many).texts(3).empty());
}

}  // namespace
}  // namespace heddle::text
