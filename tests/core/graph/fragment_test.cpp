#include "graph/fragment.h"

#include "sample_catalog.h"

#include "support/test.h"

namespace heddle::graph {
namespace {

TEST_CASE("a copied part gets fresh ids and its inner wires") {
  SampleGraph s;
  s.graph.set_param(s.sampler, "steps", std::int64_t{30});
  const Fragment fragment = copy_fragment(s.graph, {s.sampler, s.view, s.view, NodeId{99}});
  CHECK(fragment.inner.nodes().size() == 2);
  CHECK(fragment.incoming.size() == 2);
  const auto renamed = insert_fragment(s.graph, fragment, /*keep_incoming=*/false);
  CHECK(s.graph.nodes().size() == 6);
  CHECK(s.graph.links().size() == 5);
  const Node& copy = *s.graph.find(renamed.at(s.sampler));
  CHECK(copy.id == renamed.at(s.sampler));
  CHECK(copy.params.at("steps") == ParamValue(std::int64_t{30}));
}

TEST_CASE("a copied part may keep the wires from outside") {
  SampleGraph s;
  const Fragment fragment = copy_fragment(s.graph, {s.sampler});
  const auto renamed = insert_fragment(s.graph, fragment, /*keep_incoming=*/true);
  CHECK(s.graph.links().back().to.node == renamed.at(s.sampler));
  CHECK(s.graph.links().size() == 6);
}

TEST_CASE("a part pasted into another graph leaves out wires from nodes that are not there") {
  SampleGraph s;
  const Fragment fragment = copy_fragment(s.graph, {s.sampler, s.view});
  Graph other;
  (void)insert_fragment(other, fragment, /*keep_incoming=*/true);
  CHECK(other.nodes().size() == 2);
  for (const Link& link : other.links()) CHECK(other.find(link.from.node) != nullptr);
}

}  // namespace
}  // namespace heddle::graph
