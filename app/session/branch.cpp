#include "session/branch.h"

#include "graph/lane_branch.h"
#include "session/live_changes.h"

namespace heddle::session {
namespace {

// What a node has for a lane, or would have by its description.
const graph::Lane* laneOf(const graph::Graph& graph, graph::NodeId id, const std::string& param,
                          const graph::NodeCatalog& catalog) {
  const graph::Node* node = graph.find(id);
  if (node == nullptr) return nullptr;
  const auto held = node->params.find(param);
  if (held != node->params.end()) return std::get_if<graph::Lane>(&held->second);
  const graph::NodeSpec* spec = catalog.find(node->type);
  const graph::ParamSpec* known = spec == nullptr ? nullptr : spec->find_param(param);
  return known == nullptr ? nullptr : std::get_if<graph::Lane>(&known->initial);
}

}  // namespace

std::optional<graph::Graph> branchedGraph(const Branch& branch, const graph::Graph& wanted,
                                          const graph::NodeCatalog& catalog) {
  const auto changes = liveChanges(*branch.base, wanted, catalog);
  if (!changes) return std::nullopt;
  graph::Graph made = wanted;
  for (const auto& [key, value] : *changes) {
    const std::string name = key.second.toStdString();
    const graph::Lane* before = laneOf(*branch.base, key.first, name, catalog);
    const auto* after = std::get_if<graph::Lane>(&value);
    if (before == nullptr || after == nullptr) return std::nullopt;
    // The sampler reads guidance at each step, whatever start and end its lane has.
    const graph::BranchPoint point{branch.step, branch.total, name != "guidance"};
    auto lane = graph::branched(*before, *after, point);
    if (!lane || !made.set_param(key.first, name, std::move(*lane))) return std::nullopt;
  }
  return made;
}

}  // namespace heddle::session
