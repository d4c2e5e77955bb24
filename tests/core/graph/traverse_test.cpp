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
}

}  // namespace
}  // namespace heddle::graph
