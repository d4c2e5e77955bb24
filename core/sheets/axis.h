// Axis: one direction of a sheet: a parameter with its values, or words that are replaced in every prompt.
//   image_prompt.scale=0:1:0.1      sample.seed=1,2,3      model=bobbin,bobbin:ink      replace=a ball|a cube
// Used by sheets and comparisons. A plain value; pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "graph/graph.h"
#include "graph/node_catalog.h"
#include "graph/setting.h"

namespace heddle::sheets {

inline constexpr std::size_t kAxisValuesMost = 4096;

struct Axis {
  std::string name;                            // as written: "image_prompt.scale", "replace"
  std::optional<graph::SettingTarget> target;  // none: search and replace
  std::vector<std::string> values;             // as text; of search and replace the first is what is searched for

  [[nodiscard]] std::string label(std::size_t value) const { return name + "=" + values[value]; }
};

// "name=values". Values: a JSON list, a range of numbers first:last:step (both ends are taken), or parts between "|",
// or, where there is none, between ","; spaces around
// numbers and names do not count. `where` begins messages: "[sheet] --x". Failure: no such parameter, a value
// that it does not take, a range without end, words that no prompt has.
Result<Axis> read_axis(const std::string& text, const graph::Graph& graph, const graph::NodeCatalog& catalog,
                       std::string_view where);

// The graph with one of the axis's values.
Result<graph::Graph> with_value(graph::Graph graph, const Axis& axis, std::size_t value,
                                const graph::NodeCatalog& catalog, std::string_view where);

}  // namespace heddle::sheets
