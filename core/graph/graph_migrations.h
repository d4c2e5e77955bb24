// Migrates an older graph file to the present format, one version at a time. Used by graph_io. Pure functions.
#pragma once

#include <span>

#include "base/json.h"

namespace heddle::graph {

// Takes a whole document of version v, returns it as version v + 1. May rely only on its being an object, and
// may throw the JSON library's exceptions when the document does not match its version.
using Migration = Json (*)(Json document);

// Entry i leads from version i + 1 to i + 2.
std::span<const Migration> graph_migrations();

// The version that this program writes.
int graph_version();

// Applies the steps that a document of version `from` lacks. Fails with invalid_input.
Result<Json> migrate(Json document, int from, std::span<const Migration> steps);

}  // namespace heddle::graph
