// Sheet: a graph and up to three axes; its cells are the graph with one value of each. Used by `heddle sheet`. A plain
// value; const calls from any thread.
#pragma once

#include <string>
#include <vector>

#include "sheets/axis.h"

namespace heddle::sheets {

inline constexpr std::size_t kCellsMost = 100'000;

class Sheet final {
 public:
  // Failure: more cells than kCellsMost.
  static Result<Sheet> make(graph::Graph graph, std::vector<Axis> axes);

  [[nodiscard]] std::size_t cells() const { return cells_; }
  [[nodiscard]] const std::vector<Axis>& axes() const { return axes_; }
  // Which value of each axis a cell has; the first axis runs fastest.
  [[nodiscard]] std::vector<std::size_t> place(std::size_t cell) const;
  // "scale=0.5, seed=3"
  [[nodiscard]] std::string label(std::size_t cell) const;
  [[nodiscard]] Result<graph::Graph> graph(std::size_t cell, const graph::NodeCatalog& catalog) const;

  // All cells in the order in which they cost least: what is expensive to change (a model) changes seldom, what costs a
  // few steps (a scale) at every cell.
  [[nodiscard]] std::vector<std::size_t> order_of_work() const;

  // Names graph and axes: a folder belongs to one sheet.
  [[nodiscard]] std::string fingerprint() const;

 private:
  Sheet(graph::Graph graph, std::vector<Axis> axes, std::size_t cells)
      : graph_(std::move(graph)), axes_(std::move(axes)), cells_(cells) {}

  graph::Graph graph_;
  std::vector<Axis> axes_;
  std::size_t cells_;
};

}  // namespace heddle::sheets
