#include "graph/catalog_json.h"

#include <array>
#include <stdexcept>

#include "graph/param_io.h"

namespace heddle::graph {
namespace {

constexpr std::array kKinds = {ParamKind::integer, ParamKind::seed, ParamKind::real,
                               ParamKind::boolean, ParamKind::text, ParamKind::choice,
                               ParamKind::file,    ParamKind::lane, ParamKind::list};
constexpr std::array kStages = {Stage::nothing, Stage::model,  Stage::text,  Stage::reference,
                                Stage::denoise, Stage::decode, Stage::output};

void put_words(Json& json, const char* name, const std::string& words) {
  if (!words.empty()) json[name] = words;
}

Json port_to_json(const PortSpec& port) {
  Json json = {{"name", port.name}, {"type", port.type.id}};
  put_words(json, "family", port.type.family);
  put_words(json, "title", port.title);
  if (port.is_optional) json["optional"] = true;
  if (port.is_multiple) json["multiple"] = true;
  return json;
}

Json param_to_json(const ParamSpec& param) {
  Json json = {{"name", param.name},
               {"kind", to_string(param.kind)},
               {"initial", to_json(param.initial)},
               {"recomputes_from", to_string(param.stage)}};
  put_words(json, "title", param.title);
  put_words(json, "help", param.help_text);
  put_words(json, "unit", param.unit_text);
  put_words(json, "file_kind", param.file_kind);
  if (param.minimum) json["minimum"] = *param.minimum;
  if (param.maximum) json["maximum"] = *param.maximum;
  if (param.slider_step) json["step"] = *param.slider_step;
  if (!param.choices.empty()) json["choices"] = param.choices;
  if (param.kind == ParamKind::list) json["element"] = to_string(param.element);
  if (param.is_live) json["live"] = true;
  if (param.is_multiline) json["multiline"] = true;
  if (param.soft) json["soft"] = {{"low", param.soft->low}, {"high", param.soft->high}, {"step", param.soft->step}};
  if (param.is_by_layer) json["by_layer"] = true;
  if (!param.rows.empty()) json["rows"] = param.rows;
  if (param.live_place != 0) json["shown_live"] = param.live_place;
  put_words(json, "shown_live_with", param.live_input);
  return json;
}

Json spec_to_json(const NodeSpec& spec) {
  Json json = {{"type", spec.type}, {"version", spec.version}, {"title", spec.title}, {"cost", spec.cost}};
  put_words(json, "group", spec.group_name);
  put_words(json, "help", spec.help_text);
  for (const char* name : {"inputs", "outputs", "params"}) json[name] = Json::array();
  for (const PortSpec& port : spec.inputs) json["inputs"].push_back(port_to_json(port));
  for (const PortSpec& port : spec.outputs) json["outputs"].push_back(port_to_json(port));
  for (const ParamSpec& param : spec.params) json["params"].push_back(param_to_json(param));
  if (spec.side_effect == SideEffect::writes_files) json["writes_files"] = true;
  if (spec.is_result) json["result"] = true;
  return json;
}

// The functions below throw Json::exception or std::logic_error for invalid input; catalog_from_json returns it as
// Error.

template <class T>
T value_or(const Json& json, const char* name, T fallback) {
  return json.value(name, fallback);
}

template <class Options>
auto named(const Options& options, const std::string& name) {
  for (const auto option : options) {
    if (to_string(option) == name) return option;
  }
  throw std::logic_error("'" + name + "' is not known");
}

PortSpec port_from_json(const Json& json) {
  PortSpec port;
  port.name = json.at("name").get<std::string>();
  port.type = {json.at("type").get<std::string>(), value_or(json, "family", std::string())};
  port.title = value_or(json, "title", std::string());
  port.is_optional = value_or(json, "optional", false);
  port.is_multiple = value_or(json, "multiple", false);
  return port;
}

ParamSpec param_from_json(const Json& json) {
  ParamSpec param;
  param.name = json.at("name").get<std::string>();
  param.kind = named(kKinds, json.at("kind").get<std::string>());
  param.stage = named(kStages, json.at("recomputes_from").get<std::string>());
  param.title = value_or(json, "title", std::string());
  param.help_text = value_or(json, "help", std::string());
  param.unit_text = value_or(json, "unit", std::string());
  param.file_kind = value_or(json, "file_kind", std::string());
  if (json.contains("minimum")) param.minimum = json["minimum"].get<double>();
  if (json.contains("maximum")) param.maximum = json["maximum"].get<double>();
  if (json.contains("step")) param.slider_step = json["step"].get<double>();
  param.choices = value_or(json, "choices", std::vector<std::string>());
  param.is_live = value_or(json, "live", false);
  param.is_multiline = value_or(json, "multiline", false);
  if (json.contains("soft")) {
    const Json& soft = json["soft"];
    param.soft = SoftRange{soft.at("low").get<double>(), soft.at("high").get<double>(), soft.at("step").get<double>()};
  }
  param.is_by_layer = value_or(json, "by_layer", false);
  param.rows = value_or(json, "rows", std::vector<std::string>());
  param.live_place = value_or(json, "shown_live", 0);
  param.live_input = value_or(json, "shown_live_with", std::string());
  if (param.kind == ParamKind::list) param.element = named(kKinds, json.at("element").get<std::string>());
  auto initial = graph::param_from_json(json.at("initial"), param);
  if (!initial) throw std::logic_error("the initial value of '" + param.name + "' cannot be read");
  param.initial = std::move(*initial);
  return param;
}

NodeSpec spec_from_json(const Json& json) {
  NodeSpec spec(json.at("type").get<std::string>(), json.at("version").get<int>(), json.at("title").get<std::string>());
  spec.group_name = value_or(json, "group", std::string());
  spec.help_text = value_or(json, "help", std::string());
  spec.cost = value_or(json, "cost", 1.0);
  spec.is_result = value_or(json, "result", false);
  if (value_or(json, "writes_files", false)) spec.side_effect = SideEffect::writes_files;
  for (const Json& port : json.at("inputs")) spec.inputs.push_back(port_from_json(port));
  for (const Json& port : json.at("outputs")) spec.outputs.push_back(port_from_json(port));
  for (const Json& param : json.at("params")) spec.params.push_back(param_from_json(param));
  return spec;
}

}  // namespace

Json to_json(const NodeCatalog& catalog) {
  Json nodes = Json::array();
  for (const auto& [type, spec] : catalog.all()) nodes.push_back(spec_to_json(spec));
  for (const auto& [prefix, reason] : catalog.left_out()) nodes.push_back({{"prefix", prefix}, {"left_out", reason}});
  return nodes;
}

Result<NodeCatalog> catalog_from_json(const Json& json) {
  NodeCatalog catalog;
  try {
    if (!json.is_array()) throw std::logic_error("they are not a list");
    for (const Json& spec : json) {
      if (spec.contains("left_out")) {
        catalog.leave_out(spec.at("prefix").get<std::string>(), spec.at("left_out").get<std::string>());
      } else {
        catalog.add(spec_from_json(spec));
      }
    }
  } catch (const std::exception& error) {
    return fail(ErrorKind::invalid_input, "[catalog.read] the node descriptions cannot be read: {}", error.what());
  }
  return catalog;
}

}  // namespace heddle::graph
