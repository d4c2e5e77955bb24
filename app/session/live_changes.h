// What a slider changed: the live parameters in which two graphs differ, when they differ in nothing else.
// Used by RunQueue for live updates of a run in flight, and by branches. Pure functions.
#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>
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

// The content hashes that the graph's files and masks name as "hash:HEX", each once.
QStringList pictureHashes(const graph::Graph& graph);

}  // namespace heddle::session
