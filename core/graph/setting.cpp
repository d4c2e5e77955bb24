#include "graph/setting.h"

#include <optional>
#include <vector>

#include "base/json.h"
#include "graph/param_io.h"

namespace heddle::graph {

namespace {

// By number, by the user's title, or by type where only one node has it.
std::optional<NodeId> find_node(const Graph& graph, const std::string& name) {
  std::vector<NodeId> found;
  for (const auto& [id, node] : graph.nodes()) {
    if (std::to_string(id.value) == name || node.title == name) return id;
    if (node.type == name) found.push_back(id);
  }
  return found.size() == 1 ? std::optional(found.front()) : std::nullopt;
}

Result<SettingTarget> find_by_param(const std::string& param, const Graph& graph, const NodeCatalog& catalog,
                                    std::string_view where) {
  std::vector<SettingTarget> found;
  for (const auto& [id, node] : graph.nodes()) {
    const NodeSpec* spec = catalog.find(node.type);
    const ParamSpec* known = spec == nullptr ? nullptr : spec->find_param(param);
    if (known != nullptr) found.push_back({id, param, known});
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) return fail(ErrorKind::invalid_input, "{}: no node has a parameter '{}'", where, param);
  return fail(ErrorKind::invalid_input, "{}: {} nodes have a parameter '{}'; write node.{}, the node by its number",
              where, found.size(), param, param);
}

}  // namespace

Result<SettingTarget> find_setting(const std::string& name, const Graph& graph, const NodeCatalog& catalog,
                                   std::string_view where) {
  const auto dot = name.rfind('.');
  if (dot == std::string::npos) return find_by_param(name, graph, catalog, where);
  const std::string node_name = name.substr(0, dot), param = name.substr(dot + 1);
  const auto id = find_node(graph, node_name);
  if (!id)
    return fail(ErrorKind::invalid_input, "{}: the graph has no single node '{}'; use its number", where, node_name);
  const NodeSpec* spec = catalog.find(graph.find(*id)->type);
  const ParamSpec* param_spec = spec == nullptr ? nullptr : spec->find_param(param);
  if (param_spec == nullptr)
    return fail(ErrorKind::invalid_input, "{}: '{}' has no parameter '{}'", where, node_name, param);
  return SettingTarget{*id, param, param_spec};
}

Result<ParamValue> read_setting(const std::string& text, const SettingTarget& target, std::string_view where) {
  std::optional<ParamValue> value;
  if (auto json = parse_json(text, "value")) value = param_from_json(*json, *target.spec);
  if (!value) value = param_from_json(Json(text), *target.spec);
  if (!value) return fail(ErrorKind::invalid_input, "{}: '{}' is no value for {}", where, text, target.param);
  ParamValue in_range = *value;
  if (clamp(in_range, *target.spec)) {
    return fail(ErrorKind::invalid_input, "{}: {} may be {}, not {}", where, target.param, range_text(*target.spec),
                text);
  }
  return *value;
}

Result<void> apply_setting(const std::string& setting, Graph& graph, const NodeCatalog& catalog,
                           std::string_view where) {
  const auto equals = setting.find('=');
  if (equals == std::string::npos) {
    return fail(ErrorKind::invalid_input, "{} takes node.param=value, not '{}'", where, setting);
  }
  auto target = find_setting(setting.substr(0, equals), graph, catalog, where);
  if (!target) return forward(target);
  auto value = read_setting(setting.substr(equals + 1), *target, where);
  if (!value) return forward(value);
  graph.set_param(target->node, target->param, *value);
  return {};
}

}  // namespace heddle::graph
