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

// A number that came with the handle of the parameter that it came from.
struct Handled {
  graph::ParamRef ref;
  double planned = 0;
};

// source -> as many nodes that only pass values on -> reader.
struct HandleGraph {
  explicit HandleGraph(Toys& toys, int between) {
    using graph::NodeSpec;
    toys.add(NodeSpec("toy.source", 1, "Source")
                 .param(graph::real("weight", 1.0).range(0, 2).live_downstream())
                 .output("out", graph::port::number),
             [](const Inputs& in, RunControl&) -> Result<Outputs> {
               return Outputs().set("out", Value::of(Handled{{in.node(), "weight"}, in.params().real("weight")}));
             });
    toys.add(
        NodeSpec("toy.hand_on", 1, "Hand on").input("in", graph::port::number).output("out", graph::port::number),
        [](const Inputs& in, RunControl&) -> Result<Outputs> { return Outputs().set("out", in.values("in").front()); });
    toys.add(NodeSpec("toy.reader", 1, "Reader").input("in", graph::port::number).output("out", graph::port::number),
             [](const Inputs& in, RunControl&) -> Result<Outputs> {
               const auto& handled = in.get<Handled>("in");
               const graph::ParamValue weight = in.live(handled.ref, handled.planned);
               return Outputs().set("out", Value::of(std::get<double>(weight))).record_upstream({handled.ref, weight});
             });
    source = g.node("toy.source");
    NodeId before = source;
    for (int i = 0; i < between; ++i) {
      const NodeId hands_on = g.node("toy.hand_on");
      g.wire(before, hands_on, "in");
      before = hands_on;
    }
    reader = g.node("toy.reader");
    g.wire(before, reader, "in");
  }

  ToyGraph g;
  NodeId source, reader;
};

TEST_CASE("a live parameter of another node is found by its handle, through whatever nodes lie between") {
  for (const int between : {0, 1, 3}) {
    CAPTURE(between);
    Toys toys;
    HandleGraph h(toys, between);
    LiveValues live;
    OutputCache cache(kBudget);
    std::map<NodeId, NodeFinished> finished;
    const RunOptions options{.live = &live, .on_event = [&](const RunEvent& event) {
                               if (const auto* f = std::get_if<NodeFinished>(&event)) {
                                 finished.insert_or_assign(f->node, *f);
                                 if (f->node == h.source) live.set(h.source, "weight", 0.25);  // after it has run
                               }
                             }};
    const auto planned = plan(h.g.graph, toys.registry);
    CHECK(number_at(Executor(cache).run(*planned, options), h.reader) == 0.25);
    CHECK_FALSE(finished.at(h.source).steered);
    CHECK(finished.at(h.reader).steered);
    const UsedUpstream& used = finished.at(h.reader).outputs.used_upstream().front();
    CHECK(used.param == graph::ParamRef{h.source, "weight"});
    CHECK(used.value == graph::ParamValue(0.25));
    // The keys of the nodes before the reader name their results; the reader's key does not.
    CHECK(cache.entries() == static_cast<std::size_t>(1 + between));
  }
}

TEST_CASE("equal nodes share no result that names one of them by its handle") {
  Toys toys;
  HandleGraph h(toys, 0);
  const NodeId second = h.g.node("toy.source");
  const NodeId reader = h.g.node("toy.reader");
  h.g.wire(second, reader, "in");
  LiveValues live;
  live.set(second, "weight", 0.5);
  OutputCache cache(kBudget);
  const auto planned = plan(h.g.graph, toys.registry);
  const RunResult result = Executor(cache).run(*planned, {.live = &live});
  CHECK(number_at(result, h.reader) == 1.0);
  CHECK(number_at(result, reader) == 0.5);
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
