// RunRequest: what a run computes: a frozen graph and its targets. Used by EngineClient, JobQueue and the shell. A
// plain value.
#pragma once

#include <QtCore/QString>
#include <cstdint>
#include <memory>
#include <vector>

#include "graph/graph.h"
#include "protocol/members.h"

namespace heddle::session {

using protocol::RunId;

struct RunRequest {
  std::shared_ptr<const graph::Graph> graph;  // a copy of the document's graph, never changed
  std::vector<graph::NodeId> targets = {};    // empty: the graph's results
  QString title = {};
  std::uint64_t structure = 0;  // graphs of one structure differ in live parameters alone; see LiveRunPolicy
};

}  // namespace heddle::session
