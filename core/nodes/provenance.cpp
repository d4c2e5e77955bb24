#include "nodes/provenance.h"

#include "graph/a1111_parameters.h"
#include "graph/graph_io.h"

namespace heddle::nodes {

Provenance provenance_of(const graph::Graph& graph, const graph::NodeCatalog& catalog) {
  return {graph::write_graph(graph), graph::a1111_parameters(graph, catalog), {}};
}

}  // namespace heddle::nodes
