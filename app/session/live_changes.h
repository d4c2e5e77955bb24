// The live parameters in which two graphs differ, if they differ in nothing else. Used by LiveRunPolicy and by
// branches. Pure functions.
#pragma once

#include <QtCore/QString>
#include <map>
#include <optional>
#include <utility>

#include "graph/graph.h"
#include "graph/node_catalog.h"

namespace heddle::session {

using LiveChanges = std::map<std::pair<graph::NodeId, QString>, graph::ParamValue>;

// Nothing when a run of `newer` would differ in more than live parameters. Titles, places and colours do not matter.
std::optional<LiveChanges> liveChanges(const graph::Graph& older, const graph::Graph& newer,
                                       const graph::NodeCatalog& catalog);

// The parameter's value, or the initial one of its description; null where there is neither.
const graph::ParamValue* effectiveValue(const graph::Graph& graph, graph::NodeId node, const std::string& param,
                                        const graph::NodeCatalog& catalog);

}  // namespace heddle::session
