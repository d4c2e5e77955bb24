#include "engine_host/engine_server.h"

#include <random>

#include "graph/graph_io.h"
#include "talk.h"

#include "support/test.h"

namespace heddle::engine_host {
namespace {

using testing::fake_graph;

bool ends_run(const Json& json, std::uint64_t run) {
  const std::string method = json.value("method", "");
  return (method == "run.finished" || method == "run.failed" || method == "run.cancelled") &&
         json["params"]["run"] == run;
}

std::string end_of(Talk& talk, std::uint64_t run) {
  return talk.wait([&](const Json& json) { return ends_run(json, run); }).json["method"];
}

TEST_CASE("the engine says what it is and which nodes it has") {
  Talk talk;
  talk.start();
  const Json answer = talk.call("initialize", {{"protocol", 1}, {"client", "test"}})["result"];
  CHECK(answer["protocol"] == 1);
  CHECK(answer["version"] == "1.2.3");
  CHECK(answer["device"] == "toy");
  CHECK(answer["nodes"].size() == 7);
}

TEST_CASE("another protocol is refused with both numbers, and so is work before the greeting") {
  Talk talk;
  talk.start();
  CHECK(talk.call("graph.run", Json::object())["error"]["code"] == protocol::kInvalidRequest);
  const Json error = talk.call("initialize", {{"protocol", 99}})["error"];
  CHECK(
      error["message"] ==
      "[engine] this engine (Heddle 1.2.3) speaks protocol 1, the window speaks 99; install the same version of Heddle "
      "for both");
  CHECK(error["data"]["kind"] == "unsupported");
  CHECK(error["data"]["protocol"] == 1);
  CHECK(error["data"]["version"] == "1.2.3");
}

TEST_CASE("a call with a missing or malformed member is refused by its name, and the engine goes on") {
  Talk talk;
  talk.start_and_greet();
  const Json missing = talk.call("run.look", {{"run", 1}, {"node", 2}})["error"];
  CHECK(missing["code"] == protocol::kInvalidParams);
  CHECK(missing["message"] == "[protocol] run.look: 'step' is missing");
  CHECK(talk.call("settings.set", {{"model_folders", {"/a", 3}}})["error"]["message"] ==
        "[protocol] settings.set: 'model_folders[1]' must be a text");
  CHECK(talk.call("graph.run", Json::array())["error"]["message"] == "[protocol] graph.run must be an object");
  CHECK(talk.call("ping", Json::object()).contains("result"));
}

TEST_CASE("a run sends its events and its picture") {
  Talk talk;
  talk.start_and_greet();
  CHECK(talk.call("graph.run", order(7, fake_graph()))["result"]["accepted"] == true);
  CHECK(end_of(talk, 7) == "run.finished");
  CHECK(talk.wait_for("run.started").json["params"]["to_visit"].size() == 6);
  CHECK(talk.count("preview") >= 1);
  const protocol::Message image = talk.wait(
      [](const Json& json) { return json.value("method", "") == "picture" && json["params"]["result"] == true; });
  CHECK(image.json["params"]["node"] == 5);  // what reaches the saving node
  CHECK(image.json["params"]["frame"]["width"] == 64);
  CHECK(image.bytes.size() == 64 * 64 * 3);
  CHECK(talk.wait_for("file.saved", 7).json["params"]["path"] == "fake.png");
}

TEST_CASE("what is cached is said, and its picture comes all the same") {
  Talk talk;
  talk.start_and_greet();
  talk.call("graph.run", order(1, fake_graph()));
  end_of(talk, 1);
  talk.heard.clear();
  talk.call("graph.run", order(2, fake_graph()));
  CHECK(end_of(talk, 2) == "run.finished");
  CHECK(talk.wait_for("run.finished").json["params"]["nodes_run"] == 1);  // the saving node
  CHECK(talk.count("picture") == 1);
}

TEST_CASE("a graph that cannot run fails with a message for the user") {
  Talk talk;
  talk.start_and_greet();
  graph::Graph graph = fake_graph();
  graph.remove(graph::NodeId{1});
  talk.call("graph.run", order(3, graph));
  const Json failed = talk.wait_for("run.failed", 3).json["params"];
  CHECK(failed["error"]["kind"] == "invalid_graph");
  CHECK(talk.call("graph.run", {{"run", 4}, {"graph", "{"}}).contains("error"));
}

TEST_CASE("of many orders for one slot, one runs, the newest waits, and each has one end") {
  Talk talk({.step_milliseconds = 20});
  talk.start_and_greet();
  for (std::uint64_t run = 1; run <= 50; ++run) talk.ask("graph.run", order(run, fake_graph(10, run)));
  CHECK(end_of(talk, 50) == "run.finished");
  std::size_t started = 0;
  for (std::uint64_t run = 1; run <= 50; ++run) {
    const auto ends =
        std::count_if(talk.heard.begin(), talk.heard.end(), [&](const auto& m) { return ends_run(m.json, run); });
    CHECK(ends == 1);
  }
  for (const auto& message : talk.heard) started += message.json.value("method", "") == "run.started";
  CHECK(started <= 3);
}

TEST_CASE("replace stops what runs; another slot is not thrown out") {
  Talk talk({.step_milliseconds = 10});
  talk.start_and_greet();
  talk.call("graph.run", order(1, fake_graph(1000)));
  talk.wait_for("node.progress", 1);
  Json second = order(2, fake_graph(3));
  second["replace"] = true;
  talk.call("graph.run", second);
  CHECK(end_of(talk, 1) == "run.cancelled");
  CHECK(end_of(talk, 2) == "run.finished");

  talk.call("graph.run", order(3, fake_graph(1000, 9)));
  talk.wait_for("node.progress", 3);
  talk.call("graph.run", order(4, fake_graph(3)));
  Json other = order(5, fake_graph(3));
  other["slot"] = "other";
  CHECK_FALSE(talk.call("graph.run", other).contains("error"));
  CHECK(talk.call("run.cancel", {{"run", 4}})["result"]["cancelled"] == true);
  CHECK(talk.call("run.cancel", {{"run", 3}})["result"]["cancelled"] == true);
  CHECK(end_of(talk, 3) == "run.cancelled");
  CHECK(end_of(talk, 4) == "run.cancelled");
  CHECK(end_of(talk, 5) == "run.finished");
  CHECK(talk.call("run.cancel", {{"run", 3}})["result"]["cancelled"] == false);
}

TEST_CASE("a run whose end was said is over: it can no longer be cancelled") {
  Talk talk;
  talk.start_and_greet();
  int cancelled = 0;
  for (std::uint64_t run = 1; run <= 200; ++run) {
    talk.call("graph.run", order(run, fake_graph(1, run)));
    end_of(talk, run);
    cancelled += talk.call("run.cancel", {{"run", run}})["result"]["cancelled"] == true ? 1 : 0;
  }
  CHECK(cancelled == 0);
}

TEST_CASE("a live value reaches the run in flight and is reported as used") {
  Talk talk({.step_milliseconds = 10});
  std::vector<std::string> graphs;
  talk.parts.on_graph = [&](const graph::Graph& graph, const engine_host::NamedImages&) {
    graphs.push_back(graph::write_graph(graph));
  };
  talk.start_and_greet();
  talk.call("graph.run", order(1, fake_graph(30)));
  talk.wait_for("node.progress", 1);
  CHECK(talk.call("run.update", {{"run", 1}, {"node", 4}, {"param", "guidance"}, {"value", 2.5}}).contains("result"));
  CHECK(talk.call("run.update", {{"run", 1}, {"node", 4}, {"param", "seed"}, {"value", "3"}}).contains("error"));
  CHECK(talk.call("run.update", {{"run", 1}, {"node", 4}, {"param", "guidance"}, {"value", "x"}}).contains("error"));
  CHECK(talk.call("run.update", {{"run", 8}, {"node", 4}, {"param", "guidance"}, {"value", 1}}).contains("error"));
  end_of(talk, 1);
  const Json finished = talk.wait([](const Json& json) {
                              return json.value("method", "") == "node.finished" && json["params"]["node"] == 4;
                            })
                            .json["params"];
  CHECK(finished["steered"] == true);
  CHECK(finished["used"]["guidance"] == 2.5);
  REQUIRE(graphs.size() >= 2);  // what is saved later carries the value
  CHECK(graphs.back().find("\"guidance\":2.5") != std::string::npos);
}

TEST_CASE("seeds arrive with all their bits") {
  Talk talk;
  std::string seen;
  talk.parts.on_graph = [&](const graph::Graph& graph, const engine_host::NamedImages&) {
    seen = graph::write_graph(graph);
  };
  talk.start_and_greet();
  talk.call("graph.run", order(1, fake_graph(2, 18446744073709551615u)));
  end_of(talk, 1);
  CHECK(seen.find("\"18446744073709551615\"") != std::string::npos);
}

TEST_CASE("pictures travel once and are found by their hash") {
  Talk talk;
  talk.start_and_greet();
  const std::string hash(32, 'a');
  graph::Graph graph = fake_graph();
  graph.set_param(graph::NodeId{2}, "image", graph::FilePath{"hash:" + hash});
  talk.call("graph.run", order(1, graph));
  CHECK(talk.wait_for("run.failed", 1).json["params"]["error"]["kind"] == "not_found");
  CHECK(talk.call("input.has", {{"hash", hash}})["result"]["has"] == false);
  std::string message;
  protocol::append_message(message, protocol::request(900, "input.put", {{"hash", hash}, {"frame", {{"bytes", 3}}}}));
  talk.say(message + protocol::frame_head(protocol::FrameKind::binary, 3) + "abc");
  CHECK(talk.call("input.has", {{"hash", hash}})["result"]["has"] == true);
  talk.call("graph.run", order(2, graph));
  CHECK(end_of(talk, 2) == "run.finished");
}

TEST_CASE("settings are applied between runs") {
  Talk talk;
  protocol::SettingsSet applied;
  talk.parts.on_settings = [&](const protocol::SettingsSet& settings) { applied = settings; };
  talk.start_and_greet();
  talk.call("settings.set", {{"memory_budget", 1000}, {"output_folder", "/out"}, {"model_folders", {"/a", "/b"}}});
  talk.call("graph.run", order(1, fake_graph()));
  end_of(talk, 1);
  CHECK(applied.output_folder == "/out");
  CHECK(applied.model_folders == std::vector<std::string>{"/a", "/b"});
  CHECK(talk.cache.bytes() <= 1000);
}

TEST_CASE("two hundred cancels at random moments each give one end") {
  Talk talk({.step_milliseconds = 1});
  talk.start_and_greet();
  std::mt19937 random(3);
  for (std::uint64_t run = 1; run <= 200; ++run) {
    talk.call("graph.run", order(run, fake_graph(20, run)));
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 4000));
    talk.call("run.cancel", {{"run", run}});
    end_of(talk, run);
    talk.heard.clear();
  }
  CHECK(talk.call("ping", Json::object()).contains("result"));
}

}  // namespace
}  // namespace heddle::engine_host
