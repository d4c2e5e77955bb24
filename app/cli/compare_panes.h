// The panes of a comparison: the graph of generate's options with each value of the axes, what memory they take side by
// side, and whether they fit. Used by compare. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "generate_graph.h"
#include "nodes/node_context.h"
#include "sheets/sheet.h"

namespace heddle::cli {

inline constexpr std::size_t kPanesMost = 16;

struct ComparePane {
  graph::Graph graph;
  std::string label;
  std::vector<std::size_t> place;  // a value of each axis
};

struct ComparePanes {
  std::vector<sheets::Axis> axes;
  std::vector<ComparePane> panes;  // 2 to kPanesMost, the first axis fastest
};

// `vary`: axes as sheets take them; a "model" axis comes first where there are several models. Failure: fewer than two
// panes, more than kPanesMost, or an axis that read_axis refuses.
Result<ComparePanes> panes_of(const graph::Graph& graph, const std::vector<std::string>& models,
                              const std::vector<std::string>& vary, const graph::NodeCatalog& catalog);

// Leave one out: the picture with all that leads it, then without its words, without each reference and each control.
// Failure: nothing leads it but the words.
Result<ComparePanes> panes_without(const graph::Graph& graph);

// Bytes of the different models that the panes keep at a time, in the precision of the run. A model that cannot be
// opened counts nothing: its pane says why.
std::uint64_t model_bytes(const ComparePanes& panes, const nodes::NodeContext& services);

}  // namespace heddle::cli
