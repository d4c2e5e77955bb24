// What a picture was made to be like: the reference pictures and the words that lead to a result. Used by the judges of
// results, sheets and comparisons. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "graph/graph.h"

namespace heddle::graph {

struct ResultSubjects {
  std::vector<std::string> references;  // files, or references by content, of the image prompts, in the graph's order
  std::string words;                    // of the positive prompt, as written; empty: none
  bool operator==(const ResultSubjects&) const = default;
};

// Of the node that shows or saves the picture. Pictures that a node made are no references here: they have no file.
// Muted nodes lead to nothing.
[[nodiscard]] ResultSubjects subjects_of(const Graph& graph, NodeId result);

}  // namespace heddle::graph
