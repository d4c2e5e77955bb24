// --set: a parameter of a graph's node from the command line. Used by render and annotate. Thread rule: pure function.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "graph/graph.h"
#include "graph/node_catalog.h"

namespace heddle::cli {

// `setting` is "node.param=value"; the node by number, by the user's title, or by type where only one node has it.
// `command` names the subcommand in messages. Fails with invalid_input, with the parameter's range where that is the
// reason.
Result<void> apply_setting(const std::string& setting, graph::Graph& graph, const graph::NodeCatalog& catalog,
                           std::string_view command);

}  // namespace heddle::cli
