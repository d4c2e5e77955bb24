// The node catalog as JSON, written and read back. Used by `heddle nodes --json`, by the engine, which sends it to the
// window, and by the window. Thread rule: free functions, any thread.
#pragma once

#include "base/json.h"
#include "graph/node_catalog.h"

namespace heddle::graph {

// [{"type", "version", "title", "group", "help", "inputs": […], "params": […], "outputs": […], …}], sorted by type.
// Fields at their defaults are left out. Then, for what this build lacks, {"prefix": of the types, "left_out": why}.
Json to_json(const NodeCatalog& catalog);

// The catalog that to_json wrote. Unknown fields are passed over. Fails with invalid_input.
Result<NodeCatalog> catalog_from_json(const Json& json);

}  // namespace heddle::graph
