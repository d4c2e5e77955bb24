// Problem: why a graph, or a part of it, cannot run, as a message for the user. Used by validation, loading and
// planning. Plain values.
#pragma once

#include <string>
#include <vector>

#include "graph/ids.h"

namespace heddle::graph {

// error: whatever needs these nodes cannot run. note: it runs, but not exactly as written.
enum class Severity { error, note };

enum class ProblemKind {
  unknown_node,
  newer_node,
  unknown_port,
  unknown_param,
  wrong_value,
  out_of_range,
  missing_input,
  too_many_inputs,
  type_mismatch,
  cycle,
  dropped,
};

struct Problem {
  Severity severity = Severity::error;
  ProblemKind kind = ProblemKind::wrong_value;
  std::vector<NodeId> nodes;  // the affected nodes, the main one first
  std::string place;          // the port or parameter, or empty
  std::string message;        // "Sampler (3): nothing is wired to 'model'; it needs a model"
};

}  // namespace heddle::graph
