#include "graph/graph.h"

#include "sample_catalog.h"

#include "support/test.h"

namespace heddle::graph {
namespace {

TEST_CASE("fresh ids are never used twice, also after nodes were removed") {
  Graph graph;
  const NodeId a = graph.add({});
  const NodeId b = graph.add({});
  CHECK(graph.remove(b));
  CHECK_FALSE(graph.remove(b));
  const NodeId c = graph.add({});
  CHECK(c.value > b.value);
  CHECK(a.value != c.value);
}

TEST_CASE("a node is put back under its own id, and no other may have it") {
  Graph graph;
  Node node;
  node.id = NodeId{7};
  CHECK(graph.insert(node));
  CHECK_FALSE(graph.insert(node));
  node.id = NodeId{0};
  CHECK_FALSE(graph.insert(node));
  node.id = NodeId{kNodeIdMax + 1};
  CHECK_FALSE(graph.insert(node));
  CHECK(graph.add({}).value == 8);
}

TEST_CASE("removing a node takes its wires along and leaves the others") {
  SampleGraph s;
  CHECK(s.graph.remove(s.text));
  CHECK(s.graph.links().size() == 2);
  for (const Link& link : s.graph.links()) {
    CHECK(link.from.node != s.text);
    CHECK(link.to.node != s.text);
  }
}

TEST_CASE("a wire needs both ends and exists once") {
  SampleGraph s;
  const Link link{{s.sampler, "latent"}, {s.view, "latent"}};
  CHECK_FALSE(s.graph.connect(link));
  CHECK_FALSE(s.graph.connect({{NodeId{99}, "x"}, {s.view, "latent"}}));
  CHECK(s.graph.disconnect(link));
  CHECK_FALSE(s.graph.disconnect(link));
  CHECK(s.graph.connect(link, 0));
  CHECK(s.graph.links().front() == link);
}

TEST_CASE("undoing a removal gives an equal graph") {
  SampleGraph s;
  const Graph before = s.graph;
  const Node node = *s.graph.find(s.text);
  const std::vector<Link> links = s.graph.links();
  s.graph.remove(s.text);
  CHECK_FALSE(s.graph == before);
  CHECK(s.graph.insert(node));
  for (std::size_t i = 0; i < links.size(); ++i) {
    if (links[i].from.node == s.text || links[i].to.node == s.text) CHECK(s.graph.connect(links[i], i));
  }
  CHECK(s.graph == before);
}

TEST_CASE("a parameter is set on a node that is there") {
  SampleGraph s;
  CHECK(s.graph.set_param(s.sampler, "steps", std::int64_t{30}));
  CHECK(s.graph.find(s.sampler)->params.at("steps") == ParamValue(std::int64_t{30}));
  CHECK_FALSE(s.graph.set_param(NodeId{99}, "steps", std::int64_t{30}));
}

}  // namespace
}  // namespace heddle::graph
