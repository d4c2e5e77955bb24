// What a saved picture says of its making: its graph, and A1111's block where a graph can be said in it.
// Used by the command line and the engine before a run. Pure functions.
#pragma once

#include "graph/graph.h"
#include "graph/node_catalog.h"
#include "nodes/node_context.h"

namespace heddle::nodes {

Provenance provenance_of(const graph::Graph& graph, const graph::NodeCatalog& catalog);

}  // namespace heddle::nodes
