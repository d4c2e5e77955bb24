#include "graph/fragment.h"

namespace heddle::graph {

Fragment copy_fragment(const Graph& graph, const std::vector<NodeId>& ids) {
  Fragment fragment;
  for (const NodeId id : ids) {
    const Node* node = graph.find(id);
    if (node != nullptr && fragment.inner.find(id) == nullptr) (void)fragment.inner.insert(*node);
  }
  for (const Link& link : graph.links()) {
    if (fragment.inner.find(link.to.node) == nullptr) continue;
    if (fragment.inner.find(link.from.node) == nullptr) {
      fragment.incoming.push_back(link);
    } else if (fragment.inner.connect(link)) {
      fragment.inner.set_link_extra(link, graph.link_extra(link));
    }
  }
  return fragment;
}

std::map<NodeId, NodeId> insert_fragment(Graph& graph, const Fragment& fragment, bool keep_incoming) {
  std::map<NodeId, NodeId> renamed;
  for (const auto& [id, node] : fragment.inner.nodes()) renamed[id] = graph.add(node);
  for (const Link& link : fragment.inner.links()) {
    const Link copy{{renamed.at(link.from.node), link.from.port}, {renamed.at(link.to.node), link.to.port}};
    if (graph.connect(copy)) graph.set_link_extra(copy, fragment.inner.link_extra(link));
  }
  if (keep_incoming) {
    for (const Link& link : fragment.incoming) {
      if (graph.find(link.from.node) == nullptr) continue;
      (void)graph.connect({link.from, {renamed.at(link.to.node), link.to.port}});
    }
  }
  return renamed;
}

}  // namespace heddle::graph
