#include "graph/traverse.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace heddle::graph {

std::optional<Endpoint> source_of(const Graph& graph, NodeId node, std::string_view port) {
  const auto& links = graph.links();
  const auto found =
      std::find_if(links.begin(), links.end(), [&](const Link& link) { return link.to.node == node && link.to.port == port; });
  return found == links.end() ? std::nullopt : std::optional(found->from);
}

std::vector<NodeId> upstream_of(const Graph& graph, NodeId node) {
  std::unordered_map<NodeId, std::vector<NodeId>> sources;
  for (const Link& link : graph.links()) sources[link.to.node].push_back(link.from.node);
  std::vector<NodeId> found = {node};
  std::unordered_set<NodeId> seen = {node};
  for (std::size_t next = 0; next < found.size(); ++next) {
    for (const NodeId source : sources[found[next]]) {
      if (seen.insert(source).second) found.push_back(source);
    }
  }
  return found;
}

}  // namespace heddle::graph
