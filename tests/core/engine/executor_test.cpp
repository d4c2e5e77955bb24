#include "engine/executor.h"

#include <thread>

#include "toy_nodes.h"

#include "support/test.h"

namespace heddle::engine {
namespace {

using graph::NodeId;

// Keeps a run's events; the executor calls it for one at a time.
struct Log {
  std::vector<RunEvent> events;
  EventSink sink() {
    return [this](const RunEvent& event) { events.push_back(event); };
  }
  template <class E>
  std::vector<E> all() const {
    std::vector<E> found;
    for (const RunEvent& event : events) {
      if (const E* match = std::get_if<E>(&event)) found.push_back(*match);
    }
    return found;
  }
  std::size_t ends() const { return all<RunFinished>().size() + all<RunFailed>().size() + all<RunCancelled>().size(); }
};

// (1 + 2) * 2
struct Formula {
  ToyGraph g;
  NodeId one = g.node("toy.number", {{"value", 1.0}});
  NodeId two = g.node("toy.number", {{"value", 2.0}});
  NodeId sum = g.node("toy.add");
  NodeId product = g.node("toy.multiply");
  Formula() {
    g.wire(one, sum, "terms");
    g.wire(two, sum, "terms");
    g.wire(sum, product, "a");
    g.wire(two, product, "b");
  }
};

TEST_CASE("a graph is computed, and its events tell the story in order") {
  Toys toys;
  OutputCache cache(kBudget);
  Formula f;
  Log log;
  const auto planned = plan(f.g.graph, toys.registry);
  REQUIRE(planned);
  const RunResult result = Executor(cache).run(*planned, {.on_event = log.sink()});
  CHECK(result.status == RunStatus::finished);
  CHECK(number_at(result, f.product) == 6.0);
  REQUIRE(std::holds_alternative<RunStarted>(log.events.front()));
  CHECK(std::get<RunStarted>(log.events.front()).to_visit.size() == 4);
  CHECK(log.all<NodeStarted>().size() == 4);
  CHECK(log.all<NodeFinished>().size() == 4);
  CHECK(log.all<NodeFinished>().back().run_fraction == doctest::Approx(1.0));
  REQUIRE(std::holds_alternative<RunFinished>(log.events.back()));
  CHECK(log.ends() == 1);
}

TEST_CASE("notes of the plan and of nodes are told, by the node that somebody wrote, and again from the cache") {
  Toys toys;
  toys.add(graph::NodeSpec("toy.noted", 1, "Noted").output("out", graph::port::number),
           [](const Inputs&, RunControl&) -> Result<Outputs> {
             return Outputs().set("out", Value::of(1.0)).add_note(note("toy.note", "the word {} was left out", "red"));
           });
  OutputCache cache(kBudget);
  ToyGraph g;
  const NodeId asks = g.node("toy.number"), noted = g.node("toy.noted");
  ExpandedGraph expanded{
      g.graph, {{asks, note("toy.name", "nothing has that name")}, {std::nullopt, note("toy.option", "no effect")}}};
  expanded.stands_for = {{noted, asks}};
  const auto planned = plan(expanded, toys.registry);
  REQUIRE(planned);
  for (const bool is_cached : {false, true}) {
    Log log;
    (void)Executor(cache).run(*planned, {.on_event = log.sink()});
    CHECK(log.all<NodeFinished>().front().cached == is_cached);
    const auto told = log.all<NodeNoted>();
    REQUIRE(told.size() == 3);
    CHECK(told[0].node == asks);
    CHECK_FALSE(told[1].node.has_value());
    CHECK(told[2].node == asks);
    CHECK(told[2].note == Note{"toy.note", "the word red was left out"});
  }
}

TEST_CASE("a second run takes the target from the cache and looks at nothing before it") {
  Toys toys;
  OutputCache cache(kBudget);
  Formula f;
  const auto planned = plan(f.g.graph, toys.registry);
  (void)Executor(cache).run(*planned, {});
  Log log;
  const RunResult again = Executor(cache).run(*planned, {.on_event = log.sink()});
  CHECK(number_at(again, f.product) == 6.0);
  CHECK(toys.runs("toy.number") == 2);
  CHECK(toys.runs("toy.add") == 1);
  CHECK(toys.runs("toy.multiply") == 1);
  CHECK(log.all<NodeStarted>().empty());
  REQUIRE(log.all<NodeFinished>().size() == 1);
  CHECK(log.all<NodeFinished>()[0].cached);
}

TEST_CASE("after an edit only what depends on it runs again") {
  Toys toys;
  OutputCache cache(kBudget);
  Formula f;
  (void)Executor(cache).run(*plan(f.g.graph, toys.registry), {});
  f.g.graph.set_param(f.one, "value", 5.0);
  const RunResult result = Executor(cache).run(*plan(f.g.graph, toys.registry), {});
  CHECK(number_at(result, f.product) == 14.0);
  CHECK(toys.runs("toy.number") == 3);
  CHECK(toys.runs("toy.add") == 2);
  f.g.graph.set_param(f.one, "value", 1.0);
  CHECK(number_at(Executor(cache).run(*plan(f.g.graph, toys.registry), {}), f.product) == 6.0);
  CHECK(toys.runs("toy.add") == 2);
}

TEST_CASE("without room in the cache everything runs each time and the result is the same") {
  Toys toys;
  OutputCache cache(0);
  Formula f;
  const auto planned = plan(f.g.graph, toys.registry);
  CHECK(number_at(Executor(cache).run(*planned, {}), f.product) == 6.0);
  CHECK(number_at(Executor(cache).run(*planned, {}), f.product) == 6.0);
  CHECK(toys.runs("toy.add") == 2);
  CHECK(cache.bytes() == 0);
}

TEST_CASE("two equal nodes in one graph are computed once") {
  Toys toys;
  OutputCache cache(kBudget);
  ToyGraph g;
  const NodeId a = g.node("toy.number", {{"value", 4.0}});
  const NodeId b = g.node("toy.number", {{"value", 4.0}});
  const NodeId sum = g.node("toy.add");
  g.wire(a, sum, "terms");
  g.wire(b, sum, "terms");
  CHECK(number_at(Executor(cache).run(*plan(g.graph, toys.registry), {}), sum) == 8.0);
  CHECK(toys.runs("toy.number") == 1);
}

TEST_CASE("a node that writes files runs every time") {
  Toys toys;
  OutputCache cache(kBudget);
  ToyGraph g;
  const NodeId one = g.node("toy.number");
  const NodeId save = g.node("toy.save");
  g.wire(one, save, "in");
  const auto planned = plan(g.graph, toys.registry);
  (void)Executor(cache).run(*planned, {});
  (void)Executor(cache).run(*planned, {});
  CHECK(toys.runs("toy.save") == 2);
  CHECK(toys.runs("toy.number") == 1);
}

TEST_CASE("a wired parameter is brought into kind and range, and changes the key") {
  Toys toys;
  OutputCache cache(kBudget);
  ToyGraph g;
  const NodeId steps = g.node("toy.steps", {{"value", std::int64_t{7}}});
  const NodeId slow = g.node("toy.slow", {{"steps", std::int64_t{2}}});
  g.wire(steps, slow, "steps");
  CHECK(number_at(Executor(cache).run(*plan(g.graph, toys.registry), {}), slow) == 7.0);
  g.graph.set_param(steps, "value", std::int64_t{-3});
  CHECK(number_at(Executor(cache).run(*plan(g.graph, toys.registry), {}), slow) == 1.0);  // the range begins at 1
  CHECK(toys.runs("toy.slow") == 2);
}

TEST_CASE("progress of a node and of the run never falls and stays within 0 and 1") {
  Toys toys;
  OutputCache cache(kBudget);
  ToyGraph g;
  const NodeId a = g.node("toy.slow");
  const NodeId b = g.node("toy.slow");
  g.wire(a, b, "in");
  Log log;
  (void)Executor(cache).run(*plan(g.graph, toys.registry), {.on_event = log.sink()});
  const auto progress = log.all<NodeProgress>();
  REQUIRE(progress.size() == 40);
  double run_fraction = 0;
  std::map<NodeId, double> fraction;
  for (const NodeProgress& event : progress) {
    CHECK(event.run_fraction >= run_fraction);
    CHECK(event.fraction >= fraction[event.node]);
    CHECK(event.run_fraction <= 1.0);
    run_fraction = event.run_fraction;
    fraction[event.node] = event.fraction;
  }
  CHECK(run_fraction == doctest::Approx(1.0));
}

struct Break {
  const char* type;
  ErrorKind kind;
  const char* words;
};

TEST_CASE("a node that fails or throws ends the run with its name and a kind") {
  const Break breaks[] = {
      {"toy.throws", ErrorKind::internal, "Broken (1) failed: shapes differ"},
      {"toy.out_of_memory", ErrorKind::out_of_memory, "Broken (1) ran out of memory"},
      {"toy.throws_a_number", ErrorKind::internal, "Broken (1)"},
      {"toy.fails", ErrorKind::not_found, "'model.safetensors' does not exist"},
      {"toy.gives_nothing", ErrorKind::internal, "gave nothing at its output 'out'"},
  };
  for (const Break& expected : breaks) {
    CAPTURE(expected.type);
    Toys toys;
    OutputCache cache(kBudget);
    ToyGraph g;
    const NodeId broken = g.node(expected.type);
    const NodeId sum = g.node("toy.add");
    g.wire(broken, sum, "terms");
    Log log;
    const RunResult result = Executor(cache).run(*plan(g.graph, toys.registry), {.on_event = log.sink()});
    CHECK(result.status == RunStatus::failed);
    CHECK(result.error.kind == expected.kind);
    CHECK(result.error.message.find(expected.words) != std::string::npos);
    CHECK(result.targets.empty());
    CHECK(log.ends() == 1);
    REQUIRE(log.all<RunFailed>().size() == 1);
    CHECK(log.all<RunFailed>()[0].node == broken);
    CHECK(toys.runs("toy.add") == 0);
    CHECK(cache.entries() == 0);
  }
}

TEST_CASE("a value of the wrong type is the reader's error, not a crash") {
  Toys toys;
  OutputCache cache(kBudget);
  ToyGraph g;
  const NodeId text = g.node("toy.gives_text");
  const NodeId sum = g.node("toy.add");
  g.wire(text, sum, "terms");
  const RunResult result = Executor(cache).run(*plan(g.graph, toys.registry), {});
  CHECK(result.status == RunStatus::failed);
  CHECK(result.error.kind == ErrorKind::internal);
  CHECK(result.error.message.find("Add (2)") != std::string::npos);
}

TEST_CASE("a layer above may translate exceptions that this one does not know") {
  Toys toys;
  OutputCache cache(kBudget);
  ToyGraph g;
  g.node("toy.throws_a_number");
  const Executor executor(cache, [](const std::exception_ptr& thrown) -> std::optional<Error> {
    try {
      std::rethrow_exception(thrown);
    } catch (int number) {
      return Error{ErrorKind::out_of_memory, "device " + std::to_string(number) + " is full", {}};
    }
  });
  const RunResult result = executor.run(*plan(g.graph, toys.registry), {});
  CHECK(result.error.kind == ErrorKind::out_of_memory);
  CHECK(result.error.message == "device 3 is full");
  CHECK(result.error.trail.size() == 1);
  ToyGraph other;
  other.node("toy.throws");  // what the translator does not catch falls through to the standard words
  CHECK(executor.run(*plan(other.graph, toys.registry), {}).error.message.find("shapes differ") != std::string::npos);
}

TEST_CASE("a preview reaches the events") {
  Toys toys;
  toys.add(graph::NodeSpec("toy.preview", 1, "Preview").output("out", graph::port::number),
           [](const Inputs&, RunControl& control) -> Result<Outputs> {
             control.preview(image::Image(1, 1, 1, {7}));
             return Outputs().set("out", Value::of(1.0));
           });
  OutputCache cache(kBudget);
  ToyGraph g;
  g.node("toy.preview");
  Log log;
  (void)Executor(cache).run(*plan(g.graph, toys.registry), {.on_event = log.sink()});
  REQUIRE(log.all<Preview>().size() == 1);
  CHECK(log.all<Preview>()[0].image.pixels()[0] == 7);
}

TEST_CASE("outputs are freed as soon as no step needs them") {
  Toys toys;
  OutputCache cache(0);
  auto watched = std::make_shared<const double>(1.0);
  const std::weak_ptr<const double> observer = watched;
  bool alive_at_the_end = true;
  toys.add(graph::NodeSpec("toy.watched", 1, "Watched").output("out", graph::port::number),
           [&](const Inputs&, RunControl&) -> Result<Outputs> {
             return Outputs().set("out", Value::share(std::move(watched)));
           });
  toys.add(graph::NodeSpec("toy.last", 1, "Last").input("in", graph::port::number).output("out", graph::port::number),
           [&](const Inputs&, RunControl&) -> Result<Outputs> {
             alive_at_the_end = !observer.expired();
             return Outputs().set("out", Value::of(1.0));
           });
  ToyGraph g;
  const NodeId first = g.node("toy.watched");
  const NodeId sum = g.node("toy.add");
  const NodeId last = g.node("toy.last");
  g.wire(first, sum, "terms");
  g.wire(sum, last, "in");
  CHECK(Executor(cache).run(*plan(g.graph, toys.registry), {}).status == RunStatus::finished);
  CHECK_FALSE(alive_at_the_end);
}

}  // namespace
}  // namespace heddle::engine
