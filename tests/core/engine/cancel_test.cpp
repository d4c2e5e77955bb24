#include <thread>

#include "engine/executor.h"
#include "toy_nodes.h"

#include "support/test.h"

namespace heddle::engine {
namespace {

using graph::NodeId;

std::size_t ends(const std::vector<RunEvent>& events) {
  std::size_t count = 0;
  for (const RunEvent& event : events) {
    count += std::holds_alternative<RunFinished>(event) || std::holds_alternative<RunFailed>(event) ||
             std::holds_alternative<RunCancelled>(event);
  }
  return count;
}

struct Chain {
  ToyGraph g;
  std::vector<NodeId> nodes;
  explicit Chain(int length) {
    for (int i = 0; i < length; ++i) {
      nodes.push_back(g.node("toy.slow"));
      if (i > 0) g.wire(nodes[static_cast<std::size_t>(i) - 1], nodes.back(), "in");
    }
  }
};

TEST_CASE("a run can be cancelled at every event, and what was finished stays in the cache") {
  const Chain chain(3);
  for (std::size_t at = 0;; ++at) {
    CAPTURE(at);
    Toys toys;
    OutputCache cache(kBudget);
    std::stop_source stop;
    std::vector<RunEvent> events;
    const auto planned = plan(chain.g.graph, toys.registry);
    const RunResult result =
        Executor(cache).run(*planned, {.stop = stop.get_token(), .on_event = [&](const RunEvent& e) {
                                         if (events.size() == at) stop.request_stop();
                                         events.push_back(e);
                                       }});
    CHECK(ends(events) == 1);
    if (result.status == RunStatus::finished) break;
    CHECK(result.status == RunStatus::cancelled);
    CHECK(std::holds_alternative<RunCancelled>(events.back()));
    CHECK(result.targets.empty());
    const RunResult again = Executor(cache).run(*planned, {});
    CHECK(again.targets.at(chain.nodes.back()).find("out")->as<double>() == 30.0);
    CHECK(toys.runs("toy.slow") <= 4);
  }
}

TEST_CASE("a run that is cancelled before it starts runs nothing") {
  Toys toys;
  OutputCache cache(kBudget);
  const Chain chain(2);
  std::stop_source stop;
  stop.request_stop();
  const RunResult result = Executor(cache).run(*plan(chain.g.graph, toys.registry), {.stop = stop.get_token()});
  CHECK(result.status == RunStatus::cancelled);
  CHECK(toys.runs("toy.slow") == 0);
}

TEST_CASE("another thread cancels within a step") {
  Toys toys;
  OutputCache cache(kBudget);
  ToyGraph g;
  g.node("toy.slow", {{"steps", std::int64_t{100000}}});
  std::stop_source stop;
  std::atomic<int> steps_seen{0};
  std::atomic<bool> asked{false};
  std::atomic<int> steps_after{0};
  toys.on_slow_step = [&](int step) {
    ++steps_seen;
    if (asked) ++steps_after;
    while (step == 20 && !asked) std::this_thread::yield();
  };
  const auto planned = plan(g.graph, toys.registry);
  std::jthread canceller([&] {
    while (steps_seen < 5) std::this_thread::yield();
    stop.request_stop();
    asked = true;
  });
  const RunResult result = Executor(cache).run(*planned, {.stop = stop.get_token()});
  CHECK(result.status == RunStatus::cancelled);
  CHECK(steps_after <= 1);
  CHECK(cache.entries() == 0);
}

TEST_CASE("two hundred cancels in a row leave nothing behind") {
  Toys toys;
  OutputCache cache(kBudget);
  ToyGraph g;
  const NodeId slow = g.node("toy.slow", {{"steps", std::int64_t{100000}}});
  const auto planned = plan(g.graph, toys.registry);
  std::atomic<int> steps_seen{0};
  std::stop_source stop;
  toys.on_slow_step = [&](int step) {
    ++steps_seen;
    while (step == 20 && !stop.stop_requested()) std::this_thread::yield();  // the other thread may come late
  };
  for (int i = 0; i < 200; ++i) {
    steps_seen = 0;
    stop = std::stop_source();
    std::jthread canceller([&] {
      while (steps_seen <= i % 7) std::this_thread::yield();
      stop.request_stop();
      stop.request_stop();
    });
    CHECK(Executor(cache).run(*planned, {.stop = stop.get_token()}).status == RunStatus::cancelled);
  }
  CHECK(cache.bytes() == 0);
  g.graph.set_param(slow, "steps", std::int64_t{3});
  CHECK(Executor(cache).run(*plan(g.graph, toys.registry), {}).status == RunStatus::finished);
}

TEST_CASE("a node may report from threads of its own") {
  Toys toys;
  toys.add(graph::NodeSpec("toy.threads", 1, "Threads").output("out", graph::port::number),
           [](const Inputs&, RunControl& control) -> Result<Outputs> {
             std::vector<std::jthread> workers;
             for (int w = 0; w < 4; ++w) {
               workers.emplace_back([&control] {
                 for (int i = 0; i <= 100; ++i) {
                   if (control.cancelled()) return;
                   control.report(i / 100.0, "part");
                 }
               });
             }
             workers.clear();
             return Outputs().set("out", Value::of(1.0));
           });
  OutputCache cache(kBudget);
  ToyGraph g;
  g.node("toy.threads");
  double last = 0;
  bool falls = false;
  const RunResult result = Executor(cache).run(*plan(g.graph, toys.registry), {.on_event = [&](const RunEvent& event) {
    const auto* progress = std::get_if<NodeProgress>(&event);
    if (progress == nullptr) return;
    falls |= progress->fraction < last;
    last = progress->fraction;
  }});
  CHECK(result.status == RunStatus::finished);
  CHECK_FALSE(falls);
  CHECK(last == 1.0);
}

TEST_CASE("several runs share one cache") {
  Toys toys;
  OutputCache cache(64 * 1024);
  std::vector<std::jthread> threads;
  std::atomic<int> wrong{0};
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        ToyGraph g;
        const NodeId a = g.node("toy.number", {{"value", double(i % 10)}});
        const NodeId b = g.node("toy.number", {{"value", double(t)}});
        const NodeId sum = g.node("toy.add");
        g.wire(a, sum, "terms");
        g.wire(b, sum, "terms");
        const RunResult result = Executor(cache).run(*plan(g.graph, toys.registry), {});
        if (result.targets.at(sum).find("out")->as<double>() != i % 10 + t) ++wrong;
      }
    });
  }
  threads.clear();
  CHECK(wrong == 0);
  CHECK(cache.bytes() <= 64 * 1024);
}

}  // namespace
}  // namespace heddle::engine
