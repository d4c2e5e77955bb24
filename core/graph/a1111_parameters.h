// Writes a graph as A1111's `parameters` block, which other programs and sites read, as far as the block can express
// it. Used by image saving. Pure function. Source: image/parameters_block.h.
#pragma once

#include <string>

#include "graph/graph.h"
#include "graph/node_catalog.h"

namespace heddle::graph {

// Of the first sampler; empty where there is none.
[[nodiscard]] std::string a1111_parameters(const Graph& graph, const NodeCatalog& catalog);

}  // namespace heddle::graph
