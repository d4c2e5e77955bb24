// Validates a graph against the known node types and reports each problem and its place. Used by the planner before
// each run and by the window after each edit. Thread rule: free functions, any thread.
#pragma once

#include <vector>

#include "base/result.h"
#include "graph/graph.h"
#include "graph/node_catalog.h"
#include "graph/problem.h"

namespace heddle::graph {

// "Sampler (3)": the user's title or the type's, and the number.
std::string name_of(const Node& node, const NodeSpec* spec);

// All problems, by node number; cycles last. Nodes that do not run (see wiring.h) have none of their own.
std::vector<Problem> validate(const Graph& graph, const NodeCatalog& catalog);

// Failure: a parameter that is stored out of its range, with the range; for values that a user has just entered. (A run
// of a stored graph brings them into range and says so.)
Result<void> refuse_out_of_range(const Graph& graph, const NodeCatalog& catalog);

struct ResolvedParams {
  Params params;                  // every parameter of the spec, of its kind, in range
  std::vector<Problem> problems;  // errors where the stored value could not be used
};
// The parameters that a run of this node uses: stored values brought into kind and range, initial values for the rest.
ResolvedParams resolve_params(const Node& node, const NodeSpec& spec);

// Why the editor should refuse this wire (a type that does not fit, a cycle, an input that is taken), or an empty text.
std::string objection(const Graph& graph, const NodeCatalog& catalog, const Link& link);

}  // namespace heddle::graph
