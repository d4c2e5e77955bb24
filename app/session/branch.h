// Branch: a run that departs from a finished run at one of its steps. Its graph holds lanes with the old values before
// the step and the new ones after, so it runs, replays and is stored like any other; the engine resumes from the last
// step that both share. Used by the shell. Thread rule: plain values, pure functions.
#pragma once

#include <memory>
#include <optional>

#include "graph/graph.h"
#include "graph/node_catalog.h"

namespace heddle::session {

struct Branch {
  std::shared_ptr<const graph::Graph> base;  // of the run, with the values that it really used
  int step = 0;                              // the first step that is computed again
  int total = 0;                             // steps of the run
};

// `wanted` from the branch's step on, its base before. Nothing when they differ in more than lanes that a run can
// change in flight.
std::optional<graph::Graph> branchedGraph(const Branch& branch, const graph::Graph& wanted,
                                          const graph::NodeCatalog& catalog);

}  // namespace heddle::session
