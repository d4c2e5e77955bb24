#include "sheets/sheet.h"

#include <algorithm>
#include <numeric>

#include "base/hash.h"
#include "graph/graph_io.h"

namespace heddle::sheets {

namespace {

// The earlier the stage, the more is made again; a scale that is read on the way costs least.
int rank_of(const Axis& axis) {
  if (!axis.target) return static_cast<int>(graph::Stage::text);
  const graph::ParamSpec& spec = *axis.target->spec;
  if (spec.is_live) return static_cast<int>(graph::Stage::output) + 1;
  return static_cast<int>(spec.stage);
}

}  // namespace

Result<Sheet> Sheet::make(graph::Graph graph, std::vector<Axis> axes) {
  std::size_t cells = 1;
  for (const Axis& axis : axes) {
    cells *= axis.values.size();
    if (cells > kCellsMost) {
      return fail(ErrorKind::invalid_input, "[sheet] that is more than {} pictures; take fewer values", kCellsMost);
    }
  }
  return Sheet(std::move(graph), std::move(axes), cells);
}

std::vector<std::size_t> Sheet::place(std::size_t cell) const {
  std::vector<std::size_t> values;
  for (const Axis& axis : axes_) {
    values.push_back(cell % axis.values.size());
    cell /= axis.values.size();
  }
  return values;
}

std::string Sheet::label(std::size_t cell) const {
  std::string text;
  const auto values = place(cell);
  for (std::size_t i = 0; i < axes_.size(); ++i) text += (i == 0 ? "" : ", ") + axes_[i].label(values[i]);
  return text;
}

Result<graph::Graph> Sheet::graph(std::size_t cell, const graph::NodeCatalog& catalog) const {
  Result<graph::Graph> made = graph_;
  const auto values = place(cell);
  for (std::size_t i = 0; made && i < axes_.size(); ++i)
    made = with_value(std::move(*made), axes_[i], values[i], catalog, "[sheet]");
  return made;
}

std::vector<std::size_t> Sheet::order_of_work() const {
  std::vector<std::size_t> axes(axes_.size());
  std::iota(axes.begin(), axes.end(), std::size_t{0});
  std::ranges::stable_sort(axes, {}, [this](std::size_t axis) { return rank_of(axes_[axis]); });
  std::vector<std::size_t> cells(cells_);
  std::iota(cells.begin(), cells.end(), std::size_t{0});
  std::ranges::stable_sort(cells, [&](std::size_t one, std::size_t other) {
    const auto a = place(one), b = place(other);
    for (const std::size_t axis : axes) {
      if (a[axis] != b[axis]) return a[axis] < b[axis];
    }
    return false;
  });
  return cells;
}

std::string Sheet::fingerprint() const {
  std::string text = graph::write_graph(graph_);
  for (const Axis& axis : axes_) text += "\n" + axis.name + "=" + dump_json(Json(axis.values));
  return content_hash(text);
}

}  // namespace heddle::sheets
