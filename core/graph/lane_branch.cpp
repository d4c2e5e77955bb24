#include "graph/lane_branch.h"

#include <algorithm>

namespace heddle::graph {

bool holds_at(const Lane& lane, int step, int total) {
  const double place = static_cast<double>(step) / total;
  return place >= lane.start && (place < lane.end || lane.end >= 1.0);
}

std::optional<Lane> branched(const Lane& before, const Lane& after, const BranchPoint& at) {
  if (before.mask != after.mask || at.total <= 0) return std::nullopt;
  const auto value = [&](const Lane& lane, std::size_t layer, int step) {
    const bool holds = !at.has_spans || holds_at(lane, step, at.total);
    return holds ? lane.at(layer, static_cast<std::size_t>(step)) : 0.0;
  };
  Lane made;
  made.mask = after.mask;
  made.values.assign(std::max({before.values.size(), after.values.size(), std::size_t{1}}), {});
  for (std::size_t layer = 0; layer < made.values.size(); ++layer) {
    for (int step = 0; step < at.total; ++step) {
      made.values[layer].push_back(value(step < at.step ? before : after, layer, step));
    }
  }
  return made;
}

}  // namespace heddle::graph
