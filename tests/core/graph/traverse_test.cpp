#include "graph/traverse.h"

#include "support/test.h"

namespace heddle::graph {
namespace {

TEST_CASE("the nodes before a node come nearest first, each once, rings or not") {
  Graph graph;
  std::vector<NodeId> ids;
  for (int i = 0; i < 5; ++i) ids.push_back(graph.add({{}, "any"}));
  REQUIRE(graph.connect({{ids[0], "out"}, {ids[1], "in"}}));
  REQUIRE(graph.connect({{ids[1], "out"}, {ids[3], "a"}}));
  REQUIRE(graph.connect({{ids[2], "out"}, {ids[3], "b"}}));
  REQUIRE(graph.connect({{ids[0], "out"}, {ids[2], "in"}}));
  REQUIRE(graph.connect({{ids[3], "out"}, {ids[0], "in"}}));
  CHECK(upstream_of(graph, ids[3]) == std::vector<NodeId>{ids[3], ids[1], ids[2], ids[0]});
  CHECK(upstream_of(graph, ids[4]) == std::vector<NodeId>{ids[4]});
  REQUIRE(source_of(graph, ids[3], "b"));
  CHECK(source_of(graph, ids[3], "b")->node == ids[2]);
  CHECK_FALSE(source_of(graph, ids[3], "c"));
  CHECK(downstream_of(graph, ids[1]) == std::vector<NodeId>{ids[1], ids[3], ids[0], ids[2]});
}

TEST_CASE("a value is followed back through nodes that hand it on by the same name") {
  Graph graph;
  const NodeId load = graph.add({{}, "load"}), first = graph.add({{}, "lora"}), second = graph.add({{}, "lora"});
  REQUIRE(graph.connect({{load, "model"}, {first, "model"}}));
  REQUIRE(graph.connect({{load, "text"}, {first, "text"}}));
  REQUIRE(graph.connect({{first, "model"}, {second, "model"}}));
  CHECK(origin_of(graph, {second, "model"}) == Endpoint{load, "model"});
  CHECK(origin_of(graph, {first, "text"}) == Endpoint{load, "text"});
  CHECK(origin_of(graph, {second, "text"}) == Endpoint{second, "text"});
  REQUIRE(graph.connect({{second, "model"}, {load, "model"}}));
  (void)origin_of(graph, {second, "model"});  // a ring ends
}

}  // namespace
}  // namespace heddle::graph
