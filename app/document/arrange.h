// Places nodes that have no position (a graph written as text or by `heddle generate`): columns in the order of the
// wires. Used by Document. Pure function.
#pragma once

#include <QPointF>
#include <map>

#include "graph/graph.h"
#include "graph/node_catalog.h"

namespace heddle::document {

std::map<graph::NodeId, QPointF> arrange(const graph::Graph& graph, const graph::NodeCatalog& catalog);

}  // namespace heddle::document
