#include <sys/resource.h>

#include "graph/graph_io.h"
#include "talk.h"

#include "support/test.h"

namespace heddle::engine_host {
namespace {

using testing::fake_graph;

constexpr std::uint64_t kSampler = 4;

// A run that is paused after a few of its steps.
Json held_run(Talk& talk, std::uint64_t run, int steps = 30) {
  talk.call("graph.run", order(run, fake_graph(steps, run)));
  talk.wait_for("node.progress", run);
  talk.call("run.pause", {{"run", run}});
  return talk.wait_for("run.paused", run).json["params"];
}

Json result_of(Talk& talk, std::uint64_t run) {
  return talk
      .wait([&](const Json& json) {
        return json.value("method", "") == "picture" && json["params"]["run"] == run &&
               json["params"]["result"] == true;
      })
      .json["params"];
}

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

TEST_CASE("a paused run waits between two steps, costs nothing, and resumes to the picture it would have had") {
  Talk talk({.step_milliseconds = 10});
  talk.start_and_greet();
  const Json paused = held_run(talk, 1);
  CHECK(paused["node"] == kSampler);
  CHECK(paused["step"] >= 1);
  const std::size_t progress = talk.count("node.progress");
  const double before = cpu_seconds();
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  CHECK(cpu_seconds() - before < 0.05);
  CHECK(talk.call("ping", Json::object()).contains("result"));
  CHECK(talk.count("node.progress") <= progress + 1);
  CHECK(talk.call("run.continue", {{"run", 1}}).contains("result"));
  talk.wait_for("run.continued", 1);
  talk.wait_for("run.finished", 1);
  const std::string hash = result_of(talk, 1)["hash"];
  Talk other;
  other.start_and_greet();
  other.call("graph.run", order(9, fake_graph(30, 1)));
  CHECK(result_of(other, 9)["hash"] == hash);
  CHECK(talk.call("run.continue", {{"run", 1}}).contains("error"));
}

TEST_CASE("a paused run receives values, and its next step uses them") {
  Talk talk({.step_milliseconds = 10});
  talk.start_and_greet();
  held_run(talk, 1);
  talk.call("run.update", {{"run", 1}, {"node", kSampler}, {"param", "guidance"}, {"value", 1.5}});
  talk.call("run.update", {{"run", 1}, {"node", 3}, {"param", "scale"}, {"value", 0.9}});
  talk.call("run.continue", {{"run", 1}});
  talk.wait_for("run.finished", 1);
  const Json finished = talk.wait([](const Json& json) {
                              return json.value("method", "") == "node.finished" && json["params"]["node"] == kSampler;
                            })
                            .json["params"];
  CHECK(finished["used"]["guidance"] == 1.5);
  REQUIRE(finished["used_upstream"].size() == 1);
  CHECK(finished["used_upstream"][0]["node"] == 3);
  CHECK(finished["used_upstream"][0]["value"] == 0.9);
}

TEST_CASE("a held run is cancelled at once, replaced at once, and ends with the engine") {
  Talk talk({.step_milliseconds = 10});
  talk.start_and_greet();
  held_run(talk, 1);
  CHECK(talk.call("run.cancel", {{"run", 1}})["result"]["cancelled"] == true);
  talk.wait_for("run.cancelled", 1);
  held_run(talk, 2);
  Json next = order(3, fake_graph(3, 3));
  next["replace"] = true;
  talk.call("graph.run", next);
  talk.wait_for("run.cancelled", 2);
  talk.wait_for("run.finished", 3);
  held_run(talk, 4);
  talk.hang_up();
  CHECK(talk.ends_within(std::chrono::milliseconds(30000)));
}

TEST_CASE("two hundred runs that are held and cancelled at random moments each have one end") {
  Talk talk({.step_milliseconds = 1});
  talk.start_and_greet();
  for (std::uint64_t run = 1; run <= 200; ++run) {
    talk.call("graph.run", order(run, fake_graph(20, run)));
    talk.ask("run.pause", {{"run", run}});
    std::this_thread::sleep_for(std::chrono::microseconds((run * 7919) % 4000));
    if (run % 3 == 0) talk.ask("run.continue", {{"run", run}});
    talk.ask("run.cancel", {{"run", run}});
    talk.wait([&](const Json& json) {
      const std::string method = json.value("method", "");
      return (method == "run.cancelled" || method == "run.finished") && json["params"]["run"] == run;
    });
    talk.heard.clear();
  }
  CHECK(talk.call("ping", Json::object()).contains("result"));
}

TEST_CASE("the steps of a run can be looked at while it is paused, and when it is over") {
  Talk talk({.step_milliseconds = 10});
  talk.start_and_greet();
  const int done = held_run(talk, 1)["step"];
  CHECK(talk.wait_for("node.steps", 1).json["params"]["total"] == 30);
  talk.call("run.look", {{"run", 1}, {"node", kSampler}, {"step", 0}});
  const protocol::Message first = talk.wait_for("step.picture", 1);
  CHECK(first.json["params"]["step"] == 0);
  CHECK(first.bytes.size() == 64 * 64 * 3);
  CHECK(talk.call("run.look", {{"run", 1}, {"node", kSampler}, {"step", done + 2}}).contains("error"));
  talk.call("run.continue", {{"run", 1}});
  talk.wait_for("run.finished", 1);
  talk.heard.clear();
  talk.call("run.look", {{"run", 1}, {"node", kSampler}, {"step", 29}});
  CHECK(talk.wait_for("step.picture", 1).json["params"]["step"] == 29);
  CHECK(talk.call("run.look", {{"run", 1}, {"node", 5}, {"step", 0}}).contains("error"));
  CHECK(talk.call("run.look", {{"run", 7}, {"node", kSampler}, {"step", 0}}).contains("error"));
}

TEST_CASE("a result from the cache still has its steps, and old runs are forgotten") {
  Talk talk;
  talk.start_and_greet();
  talk.call("graph.run", order(1, fake_graph(5, 1)));
  talk.wait_for("run.finished", 1);
  Json sampler_alone = order(2, fake_graph(5, 1));
  sampler_alone["targets"] = Json::array({kSampler});
  talk.call("graph.run", sampler_alone);
  talk.wait_for("run.finished", 2);
  talk.call("run.look", {{"run", 2}, {"node", kSampler}, {"step", 4}});
  CHECK(talk.wait_for("step.picture", 2).json["params"]["step"] == 4);
  for (std::uint64_t run = 3; run <= 26; ++run) {
    talk.call("graph.run", order(run, fake_graph(2, run)));
    talk.wait_for("run.finished", run);
  }
  CHECK(talk.call("run.look", {{"run", 1}, {"node", kSampler}, {"step", 0}}).contains("error"));
  CHECK(talk.call("run.look", {{"run", 26}, {"node", kSampler}, {"step", 0}}).contains("result"));
}

}  // namespace
}  // namespace heddle::engine_host
