#include "engine/plan.h"

#include <chrono>
#include <set>

#include "toy_nodes.h"

#include "support/test.h"

namespace heddle::engine {
namespace {

using graph::NodeId;

TEST_CASE("a plan puts every node after those that feed it") {
  Toys toys;
  ToyGraph g;
  const NodeId show = g.node("toy.show");
  const NodeId product = g.node("toy.multiply");
  const NodeId sum = g.node("toy.add");
  const NodeId one = g.node("toy.number");
  const NodeId two = g.node("toy.number", {{"value", 2.0}});
  g.wire(product, show, "in");
  g.wire(sum, product, "a");
  g.wire(two, product, "b");
  g.wire(one, sum, "terms");
  g.wire(two, sum, "terms");
  const auto planned = plan(g.graph, toys.registry);
  REQUIRE(planned);
  REQUIRE(planned->steps.size() == 5);
  CHECK(planned->steps.back().node == show);
  for (std::size_t i = 0; i < planned->steps.size(); ++i) {
    for (const auto& [port, sources] : planned->steps[i].inputs) {
      for (const StepSource& source : sources) CHECK(source.step < i);
    }
  }
}

TEST_CASE("nodes that no target needs are left out, and what is wrong with them does not matter") {
  Toys toys;
  ToyGraph g;
  const NodeId number = g.node("toy.number");
  const NodeId show = g.node("toy.show");
  g.wire(number, show, "in");
  g.node("toy.multiply");        // lacks an input
  g.node("from.another.world");  // unknown
  const NodeId a = g.node("toy.add");
  const NodeId b = g.node("toy.add");
  g.wire(a, b, "terms");
  g.wire(b, a, "terms");  // a ring, elsewhere
  const auto planned = plan(g.graph, toys.registry);
  REQUIRE(planned);
  CHECK(planned->steps.size() == 2);
  CHECK(planned->steps[1].node == show);
}

TEST_CASE("a named target is planned without the rest") {
  Toys toys;
  ToyGraph g;
  const NodeId number = g.node("toy.number");
  const NodeId show = g.node("toy.show");
  g.wire(number, show, "in");
  const auto planned = plan(g.graph, toys.registry, {number});
  REQUIRE(planned);
  CHECK(planned->steps.size() == 1);
  CHECK(planned->steps[0].is_target);
  CHECK_FALSE(plan(g.graph, toys.registry, {NodeId{99}}));
}

TEST_CASE("a ring among the needed nodes is refused by the names of the nodes") {
  Toys toys;
  ToyGraph g;
  const NodeId a = g.node("toy.add");
  const NodeId b = g.node("toy.add");
  const NodeId show = g.node("toy.show");
  g.graph.find(a)->title = "First";
  g.wire(a, b, "terms");
  g.wire(b, a, "terms");
  g.wire(b, show, "in");
  const auto planned = plan(g.graph, toys.registry);
  REQUIRE_FALSE(planned);
  CHECK(planned.error().kind == ErrorKind::invalid_graph);
  CHECK(planned.error().message.find("First (1) -> Add (2) -> First (1)") != std::string::npos);
}

TEST_CASE("an empty graph has nothing to run") {
  Toys toys;
  const auto planned = plan(graph::Graph(), toys.registry);
  REQUIRE_FALSE(planned);
  CHECK(planned.error().kind == ErrorKind::invalid_graph);
}

ContentKey key_of_number(Toys& toys, graph::ParamMap params) {
  ToyGraph g;
  const NodeId id = g.node("toy.number", std::move(params));
  return plan(g.graph, toys.registry, {id})->steps.at(0).key;
}

TEST_CASE("equal nodes have equal keys, whatever their numbers and titles") {
  Toys toys;
  ToyGraph g;
  const NodeId a = g.node("toy.number", {{"value", 2.0}});
  const NodeId b = g.node("toy.number", {{"value", 2.0}});
  const NodeId c = g.node("toy.number", {{"value", 3.0}});
  g.graph.find(b)->title = "another name";
  const auto planned = plan(g.graph, toys.registry, {a, b, c});
  REQUIRE(planned);
  CHECK(planned->steps[0].key == planned->steps[1].key);
  CHECK_FALSE(planned->steps[0].key == planned->steps[2].key);
  CHECK(planned->steps[0].key.hex.size() == 32);
}

TEST_CASE("a real parameter written as a whole number has the key of the real number") {
  Toys toys;
  CHECK(key_of_number(toys, {{"value", std::int64_t{1}}}) == key_of_number(toys, {{"value", 1.0}}));
  CHECK(key_of_number(toys, {}) == key_of_number(toys, {{"value", 1.0}}));
  CHECK_FALSE(key_of_number(toys, {{"value", 1.0}}) == key_of_number(toys, {{"value", 1.0000000000000002}}));
}

TEST_CASE("keys are the same in every run of the program") {
  Toys toys;
  CHECK(key_of_number(toys, {{"value", 2.5}}).hex == "70da92634608d8f21f42f1dd7555a588");
}

TEST_CASE("keys tell seeds apart that one double would hold") {
  Toys toys;
  toys.add(graph::NodeSpec("toy.seed", 1, "Seed").param(graph::seed("seed", 0)).output("out", graph::port::seed),
           [](const Inputs& in, RunControl&) -> Result<Outputs> {
             return Outputs().set_param("out", graph::Seed{in.params().seed("seed")});
           });
  ToyGraph g;
  const NodeId a = g.node("toy.seed", {{"seed", graph::Seed{18446744073709551615ull}}});
  const NodeId b = g.node("toy.seed", {{"seed", graph::Seed{18446744073709551614ull}}});
  const auto planned = plan(g.graph, toys.registry, {a, b});
  REQUIRE(planned);
  CHECK_FALSE(planned->steps[0].key == planned->steps[1].key);
}

TEST_CASE("what flows in, its order and its port are part of the key") {
  Toys toys;
  ToyGraph g;
  const NodeId one = g.node("toy.number", {{"value", 1.0}});
  const NodeId two = g.node("toy.number", {{"value", 2.0}});
  const NodeId ab = g.node("toy.add");
  const NodeId ba = g.node("toy.add");
  const NodeId again = g.node("toy.add");
  g.wire(one, ab, "terms");
  g.wire(two, ab, "terms");
  g.wire(two, ba, "terms");
  g.wire(one, ba, "terms");
  g.wire(one, again, "terms");
  g.wire(two, again, "terms");
  const auto planned = plan(g.graph, toys.registry, {ab, ba, again});
  REQUIRE(planned);
  std::map<NodeId, ContentKey> keys;
  for (const Step& step : planned->steps) keys[step.node] = step.key;
  CHECK_FALSE(keys[ab] == keys[ba]);
  CHECK(keys[ab] == keys[again]);
}

TEST_CASE("identity is part of the key, and its failure is the plan's failure") {
  Toys toys;
  std::string bytes = "first";
  bool there = true;
  toys.add(
      graph::NodeSpec("toy.file", 1, "File").param(graph::file("path", "image")).output("out", graph::port::number),
      [](const Inputs&, RunControl&) -> Result<Outputs> { return Outputs(); },
      [&](const graph::Params& params) -> Result<std::string> {
        if (!there) return fail(ErrorKind::not_found, "[toy.file] '{}' does not exist", params.file("path"));
        return bytes;
      });
  ToyGraph g;
  const NodeId id = g.node("toy.file", {{"path", graph::FilePath{"a.png"}}});
  const ContentKey before = plan(g.graph, toys.registry, {id})->steps.at(0).key;
  bytes = "second";
  CHECK_FALSE(plan(g.graph, toys.registry, {id})->steps.at(0).key == before);
  there = false;
  const auto planned = plan(g.graph, toys.registry, {id});
  REQUIRE_FALSE(planned);
  CHECK(planned.error().kind == ErrorKind::not_found);
  CHECK(planned.error().message.find("a.png") != std::string::npos);
}

TEST_CASE("an identity that throws is an error with the node's name") {
  Toys toys;
  toys.add(
      graph::NodeSpec("toy.file", 1, "File").output("out", graph::port::number),
      [](const Inputs&, RunControl&) -> Result<Outputs> { return Outputs(); },
      [](const graph::Params&) -> Result<std::string> { throw std::runtime_error("no disk"); });
  ToyGraph g;
  g.node("toy.file");
  const auto planned = plan(g.graph, toys.registry);
  REQUIRE_FALSE(planned);
  CHECK(planned.error().message.find("File (1) failed: no disk") != std::string::npos);
}

TEST_CASE("a bypassed node passes on its first input of the same type") {
  Toys toys;
  ToyGraph g;
  const NodeId one = g.node("toy.number");
  const NodeId product = g.node("toy.multiply");
  const NodeId show = g.node("toy.show");
  g.wire(one, product, "a");
  g.wire(product, show, "in");
  g.graph.find(product)->mode = graph::NodeMode::bypassed;
  const auto planned = plan(g.graph, toys.registry);
  REQUIRE(planned);
  REQUIRE(planned->steps.size() == 2);
  CHECK(planned->steps[0].node == one);
  CHECK(planned->steps[1].inputs.at("in").at(0).port == "out");
}

TEST_CASE("a muted node takes those with it that cannot do without") {
  Toys toys;
  ToyGraph g;
  const NodeId one = g.node("toy.number");
  const NodeId muted = g.node("toy.number");
  const NodeId product = g.node("toy.multiply");
  const NodeId needs_it = g.node("toy.add");
  const NodeId show_product = g.node("toy.show");
  const NodeId show_other = g.node("toy.show");
  g.wire(one, product, "a");
  g.wire(muted, product, "b");  // optional
  g.wire(muted, needs_it, "terms");
  g.wire(product, show_product, "in");
  g.wire(needs_it, show_other, "in");
  g.graph.find(muted)->mode = graph::NodeMode::muted;
  const auto planned = plan(g.graph, toys.registry);
  REQUIRE(planned);
  std::set<NodeId> nodes;
  for (const Step& step : planned->steps) nodes.insert(step.node);
  CHECK(nodes == std::set<NodeId>{one, product, show_product});
  CHECK_FALSE(plan(g.graph, toys.registry, {show_other}));
}

TEST_CASE("ten thousand nodes are planned within a second") {
  Toys toys;
  ToyGraph g;
  NodeId last = g.node("toy.number");
  for (int i = 0; i < 5000; ++i) {
    const NodeId number = g.node("toy.number", {{"value", double(i % 100)}});
    const NodeId sum = g.node("toy.add");
    g.wire(last, sum, "terms");
    g.wire(number, sum, "terms");
    last = sum;
  }
  const auto start = std::chrono::steady_clock::now();
  const auto planned = plan(g.graph, toys.registry);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  REQUIRE(planned);
  CHECK(planned->steps.size() == 10001);
  MESSAGE("seconds to plan 10 001 nodes: " << took.count());
}

}  // namespace
}  // namespace heddle::engine
