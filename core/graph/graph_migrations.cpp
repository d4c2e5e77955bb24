#include "graph/graph_migrations.h"

namespace heddle::graph {

// Version 1 is the first, so no step is needed yet. A new version adds one function here and a file of the version
// before it to tests/core/graph/versions.
std::span<const Migration> graph_migrations() { return {}; }

int graph_version() { return 1 + static_cast<int>(graph_migrations().size()); }

Result<Json> migrate(Json document, int from, std::span<const Migration> steps) {
  for (std::size_t i = static_cast<std::size_t>(from) - 1; i < steps.size(); ++i) {
    try {
      document = steps[i](std::move(document));
    } catch (const Json::exception&) {
      return fail(ErrorKind::invalid_input, "[graph.read] the file says version {} but is not built like one", i + 1);
    }
    document["version"] = i + 2;
  }
  return document;
}

}  // namespace heddle::graph
