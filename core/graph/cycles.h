// Finds cycles of wires. Used by validation. Thread rule: free functions, any thread.
#pragma once

#include <vector>

#include "graph/graph.h"

namespace heddle::graph {

// Each cycle as its nodes in the order of the wires; at most `rings_max`, and not every cycle of entangled ones.
std::vector<std::vector<NodeId>> find_cycles(const Graph& graph, std::size_t rings_max);

// Whether wires lead from `from` to `to` (also when they are the same node).
bool reaches(const Graph& graph, NodeId from, NodeId to);

}  // namespace heddle::graph
