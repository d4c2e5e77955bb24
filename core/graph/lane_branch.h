// Lanes that become others on the way: what a run has that was changed before step k. Used by the sampler and by the
// window to branch from a step. Thread rule: pure functions.
#pragma once

#include <optional>

#include "graph/param_value.h"

namespace heddle::graph {

// Whether the lane's start and end let it hold at a step of `total`; where they do not, it is 0.
bool holds_at(const Lane& lane, int step, int total);

struct BranchPoint {
  int step = 0;           // the first that has the new values
  int total = 1;          // steps of the run
  bool has_spans = true;  // false: start and end of the lanes mean nothing (guidance)
};

// `before` until the step, `after` from there on, as a value for each step. Nothing where their masks differ: a mask
// cannot change on the way.
std::optional<Lane> branched(const Lane& before, const Lane& after, const BranchPoint& at);

}  // namespace heddle::graph
