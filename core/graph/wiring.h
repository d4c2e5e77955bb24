// Wiring: who feeds whom in a run, after muted nodes are left out and bypassed nodes are replaced by their inputs.
// Used by validation and the planner. Borrows the graph: use it while the graph stays as it is.
#pragma once

#include <unordered_map>
#include <vector>

#include "graph/graph.h"
#include "graph/node_catalog.h"

namespace heddle::graph {

struct Wire {
  Endpoint from;
  std::string_view to_port;
  const Link* link;  // the artist's wire, which may end at a bypassed node before `from`
};

class Wiring final {
 public:
  Wiring(const Graph& graph, const NodeCatalog& catalog);

  // The wires into a node in the order of the graph's links; muted and bypassed nodes have none.
  [[nodiscard]] const std::vector<Wire>& into(NodeId node) const;

 private:
  std::unordered_map<NodeId, std::vector<Wire>> wires_;
};

}  // namespace heddle::graph
