#include "session/live_changes.h"

#include <set>

namespace heddle::session {
namespace {

// False when another parameter than a live one differs.
bool compareParams(const graph::Node& older, const graph::Node& newer, const graph::NodeSpec& spec,
                   LiveChanges& changes) {
  std::set<std::string> names;
  for (const auto& [name, value] : older.params) names.insert(name);
  for (const auto& [name, value] : newer.params) names.insert(name);
  for (const std::string& name : names) {
    const auto before = older.params.find(name), after = newer.params.find(name);
    const graph::ParamSpec* param = spec.find_param(name);
    const auto valueOf = [&](const graph::ParamMap& params,
                             graph::ParamMap::const_iterator found) -> const graph::ParamValue* {
      if (found != params.end()) return &found->second;
      return param == nullptr ? nullptr : &param->initial;
    };
    const graph::ParamValue* a = valueOf(older.params, before);
    const graph::ParamValue* b = valueOf(newer.params, after);
    if (a != nullptr && b != nullptr && *a == *b) continue;
    if (param == nullptr || !param->is_live || b == nullptr) return false;
    changes.insert_or_assign({newer.id, QString::fromStdString(name)}, *b);
  }
  return true;
}

}  // namespace

std::optional<LiveChanges> liveChanges(const graph::Graph& older, const graph::Graph& newer,
                                       const graph::NodeCatalog& catalog) {
  if (older.links() != newer.links() || older.nodes().size() != newer.nodes().size()) return std::nullopt;
  LiveChanges changes;
  for (const auto& [id, node] : newer.nodes()) {
    const graph::Node* before = older.find(id);
    if (before == nullptr || before->type != node.type || before->mode != node.mode) return std::nullopt;
    if (before->params == node.params) continue;
    const graph::NodeSpec* spec = catalog.find(node.type);
    if (spec == nullptr || !compareParams(*before, node, *spec, changes)) return std::nullopt;
  }
  return changes;
}

const graph::ParamValue* effectiveValue(const graph::Graph& graph, graph::NodeId id, const std::string& param,
                                        const graph::NodeCatalog& catalog) {
  const graph::Node* node = graph.find(id);
  if (node == nullptr) return nullptr;
  const auto stored = node->params.find(param);
  if (stored != node->params.end()) return &stored->second;
  const graph::NodeSpec* spec = catalog.find(node->type);
  const graph::ParamSpec* known = spec == nullptr ? nullptr : spec->find_param(param);
  return known == nullptr ? nullptr : &known->initial;
}

}  // namespace heddle::session
