#include "graph_settings.h"

#include <optional>

#include "base/json.h"
#include "graph/param_io.h"

namespace heddle::cli {

namespace {

// By number, by the user's title, or by type where only one node has it.
std::optional<graph::NodeId> find_node(const graph::Graph& graph, const std::string& name) {
  std::vector<graph::NodeId> found;
  for (const auto& [id, node] : graph.nodes()) {
    if (std::to_string(id.value) == name || node.title == name) return id;
    if (node.type == name) found.push_back(id);
  }
  return found.size() == 1 ? std::optional(found.front()) : std::nullopt;
}

std::optional<graph::ParamValue> read_value(const std::string& text, const graph::ParamSpec& spec) {
  if (auto json = parse_json(text, "value")) {
    if (auto value = graph::param_from_json(*json, spec)) return value;
  }
  return graph::param_from_json(Json(text), spec);
}

}  // namespace

Result<void> apply_setting(const std::string& setting, graph::Graph& graph, const graph::NodeCatalog& catalog,
                           std::string_view command) {
  const auto equals = setting.find('=');
  const auto dot = setting.rfind('.', equals);
  if (equals == std::string::npos || dot == std::string::npos) {
    return fail(ErrorKind::invalid_input, "[{}] --set takes node.param=value, not '{}'", command, setting);
  }
  const std::string node_name = setting.substr(0, dot), param = setting.substr(dot + 1, equals - dot - 1);
  const auto id = find_node(graph, node_name);
  if (!id)
    return fail(ErrorKind::invalid_input, "[{}] --set: the graph has no single node '{}'; use its number", command,
                node_name);
  const graph::NodeSpec* spec = catalog.find(graph.find(*id)->type);
  const graph::ParamSpec* param_spec = spec == nullptr ? nullptr : spec->find_param(param);
  if (param_spec == nullptr)
    return fail(ErrorKind::invalid_input, "[{}] --set: '{}' has no parameter '{}'", command, node_name, param);
  auto value = read_value(setting.substr(equals + 1), *param_spec);
  if (!value)
    return fail(ErrorKind::invalid_input, "[{}] --set: '{}' is no value for {}", command, setting.substr(equals + 1),
                param);
  graph::ParamValue in_range = *value;
  if (graph::clamp(in_range, *param_spec)) {
    return fail(ErrorKind::invalid_input, "[{}] --set: {} may be {}, not {}", command, param,
                graph::range_text(*param_spec), setting.substr(equals + 1));
  }
  graph.set_param(*id, param, *value);
  return {};
}

}  // namespace heddle::cli
