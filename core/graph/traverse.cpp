#include "graph/traverse.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace heddle::graph {
namespace {

using Neighbours = std::unordered_map<NodeId, std::vector<NodeId>>;

// Breadth first from `node`, which comes first.
std::vector<NodeId> reached(const Neighbours& neighbours, NodeId node) {
  std::vector<NodeId> found = {node};
  std::unordered_set<NodeId> seen = {node};
  for (std::size_t next = 0; next < found.size(); ++next) {
    const auto list = neighbours.find(found[next]);
    if (list == neighbours.end()) continue;
    for (const NodeId neighbour : list->second) {
      if (seen.insert(neighbour).second) found.push_back(neighbour);
    }
  }
  return found;
}

}  // namespace

std::optional<Endpoint> source_of(const Graph& graph, NodeId node, std::string_view port) {
  const auto& links = graph.links();
  const auto found = std::find_if(links.begin(), links.end(),
                                  [&](const Link& link) { return link.to.node == node && link.to.port == port; });
  return found == links.end() ? std::nullopt : std::optional(found->from);
}

Endpoint origin_of(const Graph& graph, Endpoint from) {
  std::unordered_set<NodeId> seen;
  while (seen.insert(from.node).second) {
    const auto before = source_of(graph, from.node, from.port);
    if (!before) break;
    from = *before;
  }
  return from;
}

std::vector<NodeId> upstream_of(const Graph& graph, NodeId node) {
  Neighbours sources;
  for (const Link& link : graph.links()) sources[link.to.node].push_back(link.from.node);
  return reached(sources, node);
}

std::vector<NodeId> downstream_of(const Graph& graph, NodeId node) {
  Neighbours readers;
  for (const Link& link : graph.links()) readers[link.from.node].push_back(link.to.node);
  return reached(readers, node);
}

}  // namespace heddle::graph
