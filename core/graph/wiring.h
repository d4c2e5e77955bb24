// Wiring: the sources of each input in a run, after muted nodes are left out and bypassed nodes are replaced by their
// inputs. Used by validation and the planner. A plain value that borrows the graph: use it while the graph is
// unchanged.
#pragma once

#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "graph/graph.h"
#include "graph/node_catalog.h"

namespace heddle::graph {

struct Wire {
  Endpoint from;
  std::string_view to_port;
};

class Wiring final {
 public:
  Wiring(const Graph& graph, const NodeCatalog& catalog);

  // Whether the node is on, and no muted node takes a required input from it.
  [[nodiscard]] bool runs(NodeId node) const { return !silent_.contains(node); }

  // The wires into a node in the order of the graph's links; a node that does not run has none.
  [[nodiscard]] const std::vector<Wire>& into(NodeId node) const;

 private:
  void silence_followers(const Graph& graph, const NodeCatalog& catalog);
  bool starves(const Node& node, std::string_view port_name, const NodeCatalog& catalog);

  std::unordered_map<NodeId, std::vector<Wire>> wires_;
  std::unordered_set<NodeId> silent_;
};

}  // namespace heddle::graph
