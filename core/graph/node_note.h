// NodeNote: a note and the node that it is about. Used by planning, the executor and those who show runs. Plain values.
#pragma once

#include <optional>

#include "base/note.h"
#include "graph/ids.h"
#include "graph/problem.h"

namespace heddle::graph {

struct NodeNote {
  std::optional<NodeId> node;  // none: the run as a whole, such as an option of the command line
  Note note;
};

// For a problem of severity note.
[[nodiscard]] NodeNote note_of(const Problem& problem);

}  // namespace heddle::graph
