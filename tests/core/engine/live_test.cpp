#include <thread>

#include "engine/executor.h"
#include "toy_nodes.h"

#include "support/test.h"

namespace heddle::engine {
namespace {

using graph::NodeId;

struct SlowGraph {
  ToyGraph g;
  NodeId slow = g.node("toy.slow");
  NodeId sum = g.node("toy.add");
  SlowGraph() { g.wire(slow, sum, "terms"); }
};

TEST_CASE("a new live value takes effect at the next step, and the result stays out of the cache") {
  Toys toys;
  OutputCache cache(kBudget);
  SlowGraph s;
  LiveValues live;
  toys.on_slow_step = [&](int step) {
    if (step == 4) live.set(s.slow, "weight", 0.5);
  };
  const auto planned = plan(s.g.graph, toys.registry);
  std::vector<NodeFinished> finished;
  const RunResult steered = Executor(cache).run(*planned, {.live = &live, .on_event = [&](const RunEvent& event) {
                                                             if (const auto* f = std::get_if<NodeFinished>(&event)) {
                                                               finished.push_back(*f);
                                                             }
                                                           }});
  CHECK(number_at(steered, s.sum) == 4 * 1.0 + 6 * 0.5);
  REQUIRE(finished.size() == 2);
  CHECK(finished[0].steered);
  CHECK(finished[0].outputs.used().at("weight") == graph::ParamValue(0.5));
  CHECK(cache.entries() == 0);

  toys.on_slow_step = {};
  CHECK(number_at(Executor(cache).run(*planned, {}), s.sum) == 10.0);
  CHECK(toys.runs("toy.slow") == 2);
}

TEST_CASE("a cached result is not taken when a live value says otherwise") {
  Toys toys;
  OutputCache cache(kBudget);
  SlowGraph s;
  const auto planned = plan(s.g.graph, toys.registry);
  (void)Executor(cache).run(*planned, {});
  LiveValues live;
  live.set(s.slow, "weight", 2.0);
  CHECK(number_at(Executor(cache).run(*planned, {.live = &live}), s.sum) == 20.0);
  live.set(s.slow, "weight", 1.0);  // back at the planned value: the cache is right again
  CHECK(number_at(Executor(cache).run(*planned, {.live = &live}), s.sum) == 10.0);
  CHECK(toys.runs("toy.slow") == 2);
}

TEST_CASE("a node hears the live values of the node that feeds it, and says what it used") {
  Toys toys;
  NodeId source, reader;
  toys.add(graph::NodeSpec("toy.reads_upstream", 1, "Reader").input("in", graph::port::number).output("out", graph::port::number),
           [&](const Inputs& in, RunControl&) -> Result<Outputs> {
             const graph::ParamValue weight = in.live_upstream("in", 0, "weight", 1.0);
             CHECK(in.upstream_node("in", 0) == source);
             CHECK_FALSE(in.upstream_node("in", 1).has_value());
             return Outputs().set("out", Value::of(std::get<double>(weight))).record_upstream({source, "weight", weight});
           });
  ToyGraph g;
  source = g.node("toy.slow");
  reader = g.node("toy.reads_upstream");
  g.wire(source, reader, "in");
  LiveValues live;
  OutputCache cache(kBudget);
  std::vector<NodeFinished> finished;
  const RunOptions options{.live = &live, .on_event = [&](const RunEvent& event) {
                             if (const auto* f = std::get_if<NodeFinished>(&event)) {
                               finished.push_back(*f);
                               if (f->node == source) live.set(source, "weight", 0.25);  // after it has run
                             }
                           }};
  const auto planned = plan(g.graph, toys.registry);
  CHECK(number_at(Executor(cache).run(*planned, options), reader) == 0.25);
  REQUIRE(finished.size() == 2);
  CHECK_FALSE(finished[0].steered);
  CHECK(finished[1].steered);
  CHECK(finished[1].outputs.used_upstream().front().value == graph::ParamValue(0.25));
  CHECK(cache.entries() == 1);  // the source's result is what its key says, the reader's is not
}

TEST_CASE("live values are brought into kind and range; those of other parameters and kinds are not heard") {
  Toys toys;
  OutputCache cache(0);
  SlowGraph s;
  const auto planned = plan(s.g.graph, toys.registry);
  LiveValues live;
  live.set(s.slow, "weight", std::int64_t{9});  // the range ends at 2
  CHECK(number_at(Executor(cache).run(*planned, {.live = &live}), s.sum) == 20.0);
  live.set(s.slow, "weight", std::string("much"));
  live.set(s.slow, "steps", std::int64_t{1});  // not live
  live.set(s.slow, "no such parameter", 1.0);
  live.set(NodeId{77}, "weight", 0.0);
  CHECK(number_at(Executor(cache).run(*planned, {.live = &live}), s.sum) == 10.0);
}

TEST_CASE("another thread steers a run in flight, and the newest value wins") {
  Toys toys;
  OutputCache cache(kBudget);
  ToyGraph g;
  const NodeId slow = g.node("toy.slow", {{"steps", std::int64_t{2000}}});
  LiveValues live;
  std::atomic<int> steps_seen{0};
  std::atomic<bool> done_sending{false};
  toys.on_slow_step = [&](int step) {
    ++steps_seen;
    while (step == 1999 && !done_sending) std::this_thread::yield();
  };
  std::jthread hand([&] {
    while (steps_seen == 0) std::this_thread::yield();
    for (int i = 0; i <= 1000; ++i) live.set(slow, "weight", i / 1000.0);
    done_sending = true;
  });
  const RunResult result = Executor(cache).run(*plan(g.graph, toys.registry), {.live = &live});
  CHECK(result.status == RunStatus::finished);
  CHECK(result.targets.at(slow).used().at("weight") == graph::ParamValue(1.0));
}

}  // namespace
}  // namespace heddle::engine
