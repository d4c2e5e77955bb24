// A host that serves in a thread, and the other end of its two pipes. Used by tests/app/engine_host.
#pragma once

#include <unistd.h>

#include <chrono>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "engine_host/byte_stream.h"
#include "engine_host/engine_server.h"
#include "graph/graph_io.h"
#include "protocol/message.h"
#include "protocol/message_reader.h"
#include "support/fake_engine/fake_nodes.h"

namespace heddle::engine_host {

// The parameters of graph.run.
inline Json order(std::uint64_t run, const graph::Graph& graph) {
  return {{"run", run}, {"graph", Json::parse(graph::write_graph(graph))}};
}

class Talk final {
 public:
  explicit Talk(testing::FakeBehaviour behaviour = {}) {
    behaviour.on_saved = [this](const std::string& name) { host_->saved(name); };
    testing::add_fakes(registry, testing::fake_catalog(), std::move(behaviour));
    if (::pipe(to_host_) != 0 || ::pipe(from_host_) != 0) throw std::runtime_error("no pipes");
  }
  ~Talk() {
    hang_up();
    if (thread_.joinable()) thread_.join();
    for (const int handle : {to_host_[0], from_host_[0], from_host_[1]}) ::close(handle);
  }
  Talk(const Talk&) = delete;
  Talk& operator=(const Talk&) = delete;

  void start() {
    host_ = std::make_unique<EngineServer>(parts);
    thread_ = std::thread([this] {
      code_ = host_->serve(to_host_[0], from_host_[1]);
      ended_ = true;
    });
  }
  void start_and_greet() {
    start();
    call("initialize", {{"protocol", protocol::kVersion}, {"client", "test"}});
  }

  void say(std::string_view bytes) {
    const std::atomic<bool> never{false};
    write_all(to_host_[1], bytes, never);
  }
  void send(const Json& message) {
    std::string out;
    protocol::append_message(out, message);
    say(out);
  }
  std::uint64_t ask(std::string_view method, Json params) {
    send(protocol::request(++last_id_, method, std::move(params)));
    return last_id_;
  }
  // Sends a call and waits for the answer; events that come before it are kept.
  Json call(std::string_view method, Json params) {
    const std::uint64_t id = ask(method, std::move(params));
    return wait([&](const Json& json) { return json.value("id", Json()) == Json(id); }).json;
  }
  // The first message, among those that came already and those to come, that fits. Throws after five seconds.
  protocol::Message wait(const std::function<bool(const Json&)>& fits) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);  // only a hang waits so long
    for (std::size_t i = 0;; ++i) {
      while (i >= heard.size()) {
        if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error("no such message");
        listen();
      }
      if (fits(heard[i].json)) return heard[i];
    }
  }
  protocol::Message wait_for(const std::string& method, std::uint64_t run = 0) {
    return wait([&](const Json& json) {
      return json.value("method", "") == method && (run == 0 || json["params"].value("run", std::uint64_t{0}) == run);
    });
  }
  void listen() {
    std::string bytes;
    read_some(from_host_[0], bytes, std::chrono::milliseconds(50));
    reader_.push(bytes);
    while (true) {
      auto message = reader_.next();
      if (!message) throw std::runtime_error(message.error().message);
      if (!*message) return;
      heard.push_back(std::move(**message));
    }
  }
  std::size_t count(const std::string& method) const {
    return static_cast<std::size_t>(std::count_if(heard.begin(), heard.end(), [&](const protocol::Message& message) {
      return message.json.value("method", "") == method;
    }));
  }

  void hang_up() {
    if (to_host_[1] >= 0) ::close(to_host_[1]);
    to_host_[1] = -1;
  }
  bool ends_within(std::chrono::milliseconds patience) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!ended_ && std::chrono::steady_clock::now() < deadline)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return ended_;
  }
  int code() const { return code_; }

  engine::NodeRegistry registry;
  engine::OutputCache cache{std::size_t{1} << 24};
  EngineContext parts{registry, cache, {}, "1.2.3", "test", "toy", "fp32"};
  std::vector<protocol::Message> heard;

 private:
  std::unique_ptr<EngineServer> host_;
  int to_host_[2] = {-1, -1}, from_host_[2] = {-1, -1};
  std::thread thread_;
  protocol::MessageReader reader_;
  std::uint64_t last_id_ = 0;
  std::atomic<bool> ended_{false};
  std::atomic<int> code_{-1};
};

}  // namespace heddle::engine_host
