// Walks along the wires of a graph as they are drawn: muted and bypassed nodes count as any other; wiring.h resolves
// them. Used by readers of graphs in core and by the window. Pure functions.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "graph/graph.h"

namespace heddle::graph {

// The first wire's origin at an input or a wired parameter; nothing where no wire ends there.
[[nodiscard]] std::optional<Endpoint> source_of(const Graph& graph, NodeId node, std::string_view port);

// Follows a value back to the node that makes it, through nodes that take it at an input and hand it on by the same
// name: from a sampler's model through LoRA to the node that loads it.
[[nodiscard]] Endpoint origin_of(const Graph& graph, Endpoint from);

// The node and every node before it, each once, the nearest first.
[[nodiscard]] std::vector<NodeId> upstream_of(const Graph& graph, NodeId node);
// The node and every node after it, likewise.
[[nodiscard]] std::vector<NodeId> downstream_of(const Graph& graph, NodeId node);

}  // namespace heddle::graph
