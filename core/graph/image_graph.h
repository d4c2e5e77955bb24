// The graph that makes one picture of a batch alone: what a saved picture carries. Used by saving nodes and by the
// window's results. Pure function.
#pragma once

#include <cstddef>

#include "graph/graph.h"

namespace heddle::graph {

// `graph` made `count` pictures at once, with seeds from the first's on, and they reached `node`: every node at or
// before it that makes so many gets the seed of the picture `index`, from 0, and makes one. Others stay as they are,
// also those whose seed or count comes by a wire.
[[nodiscard]] Graph graph_of_image(const Graph& graph, NodeId node, std::size_t index, std::size_t count);

}  // namespace heddle::graph
