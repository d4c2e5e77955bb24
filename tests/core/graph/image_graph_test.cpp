#include "graph/image_graph.h"

#include <cstdint>

#include "support/test.h"

namespace heddle::graph {
namespace {

TEST_CASE("a picture of a batch gets the graph that makes it alone") {
  Graph graph;
  const NodeId sampler = graph.add({{},
                                    "sample",
                                    1,
                                    "",
                                    NodeMode::on,
                                    {{"seed", Seed{41}}, {"count", std::int64_t{3}}, {"steps", std::int64_t{9}}}});
  const NodeId decode = graph.add({{}, "latent.decode"});
  const NodeId other = graph.add({{}, "sample", 1, "", NodeMode::on, {{"seed", Seed{7}}, {"count", std::int64_t{3}}}});
  REQUIRE(graph.connect({{sampler, "latent"}, {decode, "latent"}}));
  const Graph one = graph_of_image(graph, decode, 2, 3);
  const auto seed = [&](const Graph& of, NodeId node) {
    return std::get<Seed>(of.find(node)->params.at("seed")).value;
  };
  CHECK(seed(one, sampler) == 43);
  CHECK(std::get<std::int64_t>(one.find(sampler)->params.at("count")) == 1);
  CHECK(std::get<std::int64_t>(one.find(sampler)->params.at("steps")) == 9);
  CHECK(seed(one, other) == 7);  // not before the picture
  CHECK(graph_of_image(graph, decode, 0, 1) == graph);
  CHECK(graph_of_image(graph, decode, 1, 2) == graph);  // the pictures are not the sampler's three
}

TEST_CASE("a seed that comes by a wire stays, and one past the last begins anew") {
  Graph graph;
  const NodeId number = graph.add({{}, "number"});
  const NodeId wired = graph.add({{}, "sample", 1, "", NodeMode::on, {{"count", std::int64_t{2}}}});
  const NodeId last =
      graph.add({{}, "sample", 1, "", NodeMode::on, {{"count", std::int64_t{2}}, {"seed", Seed{UINT64_MAX}}}});
  REQUIRE(graph.connect({{number, "value"}, {wired, "seed"}}));
  CHECK(graph_of_image(graph, wired, 1, 2) == graph);
  CHECK(std::get<Seed>(graph_of_image(graph, last, 1, 2).find(last)->params.at("seed")).value == 0);
}

}  // namespace
}  // namespace heddle::graph
