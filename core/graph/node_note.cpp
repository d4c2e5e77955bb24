#include "graph/node_note.h"

namespace heddle::graph {

namespace {

Note with_id(ProblemKind kind, const std::string& message) {
  switch (kind) {
    case ProblemKind::out_of_range: return note("graph.out_of_range", "{}", message);
    case ProblemKind::newer_node: return note("graph.newer_node", "{}", message);
    case ProblemKind::unknown_param: return note("graph.unknown_param", "{}", message);
    default: return note("graph.dropped", "{}", message);
  }
}

}  // namespace

NodeNote note_of(const Problem& problem) {
  NodeNote found{std::nullopt, with_id(problem.kind, problem.message)};
  if (!problem.nodes.empty()) found.node = problem.nodes.front();
  return found;
}

}  // namespace heddle::graph
