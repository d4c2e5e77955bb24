#include "session/branch.h"

#include "graph/lane.h"
#include "session/live_changes.h"

namespace heddle::session {
namespace {

const graph::Lane* laneOf(const graph::Graph& graph, graph::NodeId id, const std::string& param,
                          const graph::NodeCatalog& catalog) {
  return std::get_if<graph::Lane>(effectiveValue(graph, id, param, catalog));
}

// The sampler reads other lanes (guidance) at each step, whatever start and end they have.
bool isByLayer(const graph::Graph& graph, graph::NodeId id, const std::string& param,
               const graph::NodeCatalog& catalog) {
  const graph::Node* node = graph.find(id);
  const graph::NodeSpec* spec = node == nullptr ? nullptr : catalog.find(node->type);
  const graph::ParamSpec* known = spec == nullptr ? nullptr : spec->find_param(param);
  return known != nullptr && known->is_by_layer;
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
    const graph::MergePoint point{branch.step, branch.total, isByLayer(wanted, key.first, name, catalog)};
    auto lane = graph::merged(*before, *after, point);
    if (!lane || !made.set_param(key.first, name, std::move(*lane))) return std::nullopt;
  }
  return made;
}

}  // namespace heddle::session
