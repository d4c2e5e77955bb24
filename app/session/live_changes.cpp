#include "session/live_changes.h"

#include <set>

namespace heddle::session {
namespace {

constexpr std::string_view kHashPrefix = "hash:";

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

void collect(const graph::ParamValue& value, std::set<QString>& hashes) {
  const std::string* reference = nullptr;
  if (const auto* file = std::get_if<graph::FilePath>(&value)) reference = &file->path;
  if (const auto* lane = std::get_if<graph::Lane>(&value)) reference = &lane->mask;
  if (reference != nullptr && reference->starts_with(kHashPrefix)) {
    hashes.insert(QString::fromStdString(reference->substr(kHashPrefix.size())));
  }
  if (const auto* list = std::get_if<graph::ParamList>(&value)) {
    for (const graph::ParamValue& item : list->items) collect(item, hashes);
  }
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

QStringList pictureHashes(const graph::Graph& graph) {
  std::set<QString> hashes;
  for (const auto& [id, node] : graph.nodes()) {
    for (const auto& [name, value] : node.params) collect(value, hashes);
  }
  return {hashes.begin(), hashes.end()};
}

}  // namespace heddle::session
