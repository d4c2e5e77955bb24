#include "talk.h"

#include "support/test.h"

namespace heddle::engine_host {
namespace {

using testing::fake_graph;

constexpr std::uint64_t kComparedSampler = 4;

Json panes_of(std::initializer_list<std::uint64_t> runs, int steps = 4) {
  Json panes = Json::array();
  for (const std::uint64_t run : runs) panes.push_back(order(run, fake_graph(steps, run)));
  return {{"panes", std::move(panes)}};
}

std::string compared_hash(Talk& talk, std::uint64_t run) {
  return talk
      .wait([&](const Json& json) {
        return json.value("method", "") == "picture" && json["params"]["run"] == run &&
               json["params"]["result"] == true;
      })
      .json["params"]["hash"];
}

// Which run took which step, in the order of the events.
std::vector<std::uint64_t> turns(const Talk& talk) {
  std::vector<std::uint64_t> runs;
  for (const protocol::Message& message : talk.heard) {
    const Json& json = message.json;
    if (json.value("method", "") == "node.started" && json["params"]["node"] == kComparedSampler)
      runs.push_back(json["params"]["run"]);
  }
  return runs;
}

TEST_CASE("runs side by side have each the events of a run, its own end and the picture of a run alone") {
  Talk talk;
  talk.start_and_greet();
  CHECK(talk.call("compare.run", panes_of({11, 12, 13}))["result"]["accepted"] == true);
  for (const std::uint64_t run : {11, 12, 13}) talk.wait_for("run.finished", run);
  CHECK(turns(talk) == std::vector<std::uint64_t>{11, 12, 13});
  Talk alone;
  alone.start_and_greet();
  for (const std::uint64_t run : {11, 12, 13}) {
    alone.call("graph.run", order(run, fake_graph(4, run)));
    CHECK(compared_hash(alone, run) == compared_hash(talk, run));
  }
}

TEST_CASE("the first pane has not finished its sampler when the last one begins") {
  Talk talk({.step_milliseconds = 5});
  talk.start_and_greet();
  talk.call("compare.run", panes_of({1, 2}));
  talk.wait_for("run.finished", 1);
  talk.wait_for("run.finished", 2);
  const auto place = [&](const char* method, std::uint64_t run) {
    for (std::size_t i = 0; i < talk.heard.size(); ++i) {
      const Json& json = talk.heard[i].json;
      if (json.value("method", "") == method && json["params"].value("run", std::uint64_t{0}) == run &&
          json["params"].value("node", std::uint64_t{0}) == kComparedSampler)
        return i;
    }
    return talk.heard.size();
  };
  CHECK(place("node.started", 2) < place("node.finished", 1));
}

TEST_CASE("one of them is cancelled and the others go on; a hold of one holds all; a newer order replaces them") {
  Talk talk({.step_milliseconds = 5});
  talk.start_and_greet();
  talk.call("compare.run", panes_of({1, 2}, 30));
  talk.wait_for("node.progress", 1);
  talk.call("run.cancel", {{"run", 1}});
  talk.wait_for("run.cancelled", 1);
  talk.wait_for("run.finished", 2);
  talk.call("compare.run", panes_of({3, 4}, 200));
  talk.wait_for("node.progress", 3);
  talk.call("run.pause", {{"run", 3}});
  talk.wait_for("run.paused", 3);
  Json next = panes_of({5, 6});
  next["replace"] = true;
  talk.call("compare.run", next);
  talk.wait_for("run.cancelled", 3);
  talk.wait_for("run.cancelled", 4);
  talk.wait_for("run.finished", 5);
  talk.wait_for("run.finished", 6);
}

TEST_CASE("too many panes, or none, are refused") {
  Talk talk;
  talk.start_and_greet();
  CHECK(talk.call("compare.run", {{"panes", Json::array()}}).contains("error"));
  CHECK(talk.call("compare.run", panes_of({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17}))
            .contains("error"));
}

TEST_CASE("a picture is scored by its file or its hash, when no graph runs") {
  Talk talk({.step_milliseconds = 5});
  talk.parts.score = [](const protocol::ImageScore& call) -> Result<protocol::ImageScores> {
    if (call.words == "fail") return fail(ErrorKind::io, "[judge] no");
    return protocol::ImageScores{std::vector<double>(call.references.size(), 0.5), 0.25};
  };
  talk.start_and_greet();
  talk.call("graph.run", order(1, fake_graph(20, 1)));
  const Json scores = talk.call("picture.score", {{"picture", "/a.png"}, {"references", {"/b.png"}}, {"words", "a"}});
  CHECK(scores["result"]["clip_i"] == Json({0.5}));
  CHECK(scores["result"]["clip_t"] == 0.25);
  CHECK(talk.count("run.finished") == 1);
  CHECK(talk.call("picture.score", {{"picture", "/a.png"}, {"words", "fail"}}).contains("error"));
  CHECK(talk.call("picture.score", {{"picture", "hash:00112233445566778899"}}).contains("error"));
}

TEST_CASE("an engine without a judge says so") {
  Talk talk;
  talk.start_and_greet();
  CHECK(talk.call("picture.score", {{"picture", "/a.png"}}).contains("error"));
}

}  // namespace
}  // namespace heddle::engine_host
