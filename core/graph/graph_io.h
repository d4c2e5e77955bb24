// Graphs as JSON text, one node or wire a line, the same bytes for the same graph.
//   {"format": "heddle-graph", "version": 1,
//    "nodes": [{"id": 1, "type": "model.load", "version": 1, "params": {"path": "bobbin"}}, …],
//    "links": [{"from": [1, "model"], "to": [2, "model"]}, …]}
// Optional in a node: "title", "mode" ("muted", "bypassed"). Other fields, at every level, are kept and written back.
// Used by documents, `heddle render`, and pictures that carry their graph. Thread rule: free functions, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "graph/graph.h"
#include "graph/node_catalog.h"
#include "graph/problem.h"

namespace heddle::graph {

inline constexpr std::string_view kGraphFormat = "heddle-graph";

struct GraphFile {
  Graph graph;
  int version = 1;             // the document's version before migration
  bool is_newer = false;       // made by a later Heddle: open it as a copy, do not overwrite it
  std::vector<Problem> notes;  // what was left out or could not be read
};

// Reads an untrusted graph: at most 64 MB, 64 levels, 100 000 nodes, texts of 1 MB; numbers finite; node
// numbers unique. Values of unknown nodes and parameters are kept as raw JSON. `what` names the text in messages.
Result<GraphFile> read_graph(std::string_view text, const NodeCatalog& catalog, std::string_view what);

std::string write_graph(const Graph& graph);

}  // namespace heddle::graph
