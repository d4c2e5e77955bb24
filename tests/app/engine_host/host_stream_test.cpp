#include "engine_host/engine_server.h"
#include "graph/graph_io.h"
#include "talk.h"

#include "support/test.h"

namespace heddle::engine_host {
namespace {

using std::chrono::milliseconds;

TEST_CASE("what is no message gets an error, and the engine continues") {
  Talk talk;
  talk.start_and_greet();
  for (const std::string& broken :
       {protocol::json_frame("{nonsense"), protocol::json_frame("[]"), std::string("Hello\r\n\r\n"),
        protocol::frame_head(protocol::FrameKind::binary, 2) + "hi"}) {
    talk.heard.clear();
    talk.say(broken);
    const Json error = talk.wait([](const Json& json) { return json.contains("error"); }).json;
    CHECK(error["error"]["code"] == protocol::kParseError);
    CHECK(error["id"].is_null());
  }
  CHECK(talk.call("no.such.method", Json::object())["error"]["code"] == protocol::kMethodNotFound);
  CHECK(talk.call("ping", Json::object()).contains("result"));
}

TEST_CASE("params of the wrong kind get an error each") {
  Talk talk;
  talk.start_and_greet();
  for (const char* method : {"graph.run", "run.update", "input.put"}) {
    for (const Json& params : {Json(), Json(3), Json::array(), Json{{"run", "x"}}, Json{{"run", -1}, {"graph", 5}}}) {
      CHECK(talk.call(method, params).contains("error"));
    }
  }
}

TEST_CASE("a frame over the limit ends the engine with the numbers") {
  Talk talk;
  talk.start_and_greet();
  talk.say("Content-Length: 100000000\r\n\r\n");
  const Json error = talk.wait([](const Json& json) { return json.contains("error"); }).json["error"];
  CHECK(error["message"].get<std::string>().find("100 MB") != std::string::npos);
  CHECK(talk.ends_within(milliseconds(30000)));
  CHECK(talk.code() == 1);
}

TEST_CASE("shutdown and the end of the stream end the engine within a second, in the middle of a run") {
  for (const bool polite : {true, false}) {
    Talk talk({.step_milliseconds = 5});
    talk.start_and_greet();
    talk.call("graph.run", order(1, testing::fake_graph(100000)));
    talk.wait_for("node.progress", 1);
    if (polite) {
      talk.send(protocol::event("shutdown", Json::object()));
    } else {
      talk.hang_up();
    }
    CHECK(talk.ends_within(milliseconds(30000)));
    CHECK(talk.code() == 0);
  }
}

TEST_CASE("a reader that does not read stops neither the engine nor its end") {
  Talk talk({.step_milliseconds = 0});
  talk.start_and_greet();
  for (std::uint64_t run = 1; run <= 20; ++run) talk.ask("graph.run", order(run, testing::fake_graph(200, run)));
  std::this_thread::sleep_for(milliseconds(300));
  talk.hang_up();
  CHECK(talk.ends_within(milliseconds(30000)));
}

}  // namespace
}  // namespace heddle::engine_host
