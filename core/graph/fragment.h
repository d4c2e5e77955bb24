// Fragment: a part of a graph on its own, for copy and paste, duplicate and library snippets.
// Used by the window's document. Thread rule: plain values and free functions, any thread.
#pragma once

#include <map>
#include <vector>

#include "graph/graph.h"

namespace heddle::graph {

struct Fragment {
  Graph inner;                 // the nodes under the ids that they had, and the wires between them
  std::vector<Link> incoming;  // wires from nodes outside into the part
};

// Ids that the graph does not have are left out.
Fragment copy_fragment(const Graph& graph, const std::vector<NodeId>& ids);

// Adds copies under fresh ids and returns old id -> new id. With `keep_incoming`, the copies are fed by the same
// outside nodes as the originals, as far as the graph has them.
std::map<NodeId, NodeId> insert_fragment(Graph& graph, const Fragment& fragment, bool keep_incoming);

}  // namespace heddle::graph
