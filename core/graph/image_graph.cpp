#include "graph/image_graph.h"

#include <cstdint>

#include "graph/traverse.h"

namespace heddle::graph {

Graph graph_of_image(const Graph& graph, NodeId node, std::size_t index, std::size_t count) {
  Graph one = graph;
  if (count <= 1) return one;
  for (const NodeId id : upstream_of(graph, node)) {
    const ParamMap& params = graph.find(id)->params;
    const auto found = params.find("count");
    const auto* images = found == params.end() ? nullptr : std::get_if<std::int64_t>(&found->second);
    if (images == nullptr || *images != static_cast<std::int64_t>(count)) continue;
    if (source_of(graph, id, "count") || source_of(graph, id, "seed")) continue;
    const auto first = params.find("seed");
    const Seed* seed = first == params.end() ? nullptr : std::get_if<Seed>(&first->second);
    one.set_param(id, "count", std::int64_t{1});
    one.set_param(id, "seed", Seed{(seed == nullptr ? 0 : seed->value) + index});
  }
  return one;
}

}  // namespace heddle::graph
