#include "graph/node_spec.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace heddle::graph {
namespace {

template <class Spec>
const Spec* find_named(const std::vector<Spec>& specs, std::string_view name) {
  const auto found = std::find_if(specs.begin(), specs.end(), [&](const Spec& spec) { return spec.name == name; });
  return found == specs.end() ? nullptr : &*found;
}

std::string flaw_of_param(const ParamSpec& spec) {
  if (kind_of(spec.initial) != spec.kind) return fmt::format("the initial value of '{}' is of another kind", spec.name);
  if (spec.minimum && spec.maximum && *spec.minimum > *spec.maximum) {
    return fmt::format("the range of '{}' is empty", spec.name);
  }
  ParamValue initial = spec.initial;
  if (clamp(initial, spec)) return fmt::format("the initial value of '{}' is out of range", spec.name);
  if (const auto* chosen = std::get_if<Choice>(&spec.initial)) {
    if (std::find(spec.choices.begin(), spec.choices.end(), chosen->name) == spec.choices.end()) {
      return fmt::format("'{}' is not among the choices of '{}'", chosen->name, spec.name);
    }
  }
  return {};
}

}  // namespace

NodeSpec& NodeSpec::group(std::string name) {
  group_name = std::move(name);
  return *this;
}
NodeSpec& NodeSpec::help(std::string words) {
  help_text = std::move(words);
  return *this;
}
NodeSpec& NodeSpec::input(std::string name, PortType type_of_port, std::string label) {
  inputs.push_back({std::move(name), std::move(type_of_port), std::move(label)});
  return *this;
}
NodeSpec& NodeSpec::output(std::string name, PortType type_of_port, std::string label) {
  outputs.push_back({std::move(name), std::move(type_of_port), std::move(label)});
  return *this;
}
NodeSpec& NodeSpec::param(ParamSpec spec) {
  params.push_back(std::move(spec));
  return *this;
}
NodeSpec& NodeSpec::optional() {
  inputs.back().is_optional = true;
  return *this;
}
NodeSpec& NodeSpec::multiple() {
  inputs.back().is_multiple = true;
  return *this;
}
NodeSpec& NodeSpec::writes_files() {
  side_effect = SideEffect::writes_files;
  return result();
}
NodeSpec& NodeSpec::result() {
  is_result = true;
  return *this;
}
NodeSpec& NodeSpec::costs(double weight) {
  cost = weight;
  return *this;
}

const PortSpec* NodeSpec::find_input(std::string_view name) const { return find_named(inputs, name); }
const PortSpec* NodeSpec::find_output(std::string_view name) const { return find_named(outputs, name); }
const ParamSpec* NodeSpec::find_param(std::string_view name) const { return find_named(params, name); }

std::string flaw(const NodeSpec& spec) {
  if (spec.type.empty()) return "it has no type id";
  if (!(spec.cost > 0)) return "its cost is not above zero";
  std::set<std::string_view> inputs;  // wires reach inputs and parameters by one name
  for (const PortSpec& input : spec.inputs) {
    if (!inputs.insert(input.name).second) return fmt::format("the input '{}' occurs twice", input.name);
  }
  for (const ParamSpec& param : spec.params) {
    if (!inputs.insert(param.name).second) return fmt::format("the name '{}' occurs twice", param.name);
    if (std::string wrong = flaw_of_param(param); !wrong.empty()) return wrong;
  }
  std::set<std::string_view> outputs;
  for (const PortSpec& output : spec.outputs) {
    if (!outputs.insert(output.name).second) return fmt::format("the output '{}' occurs twice", output.name);
  }
  return {};
}

}  // namespace heddle::graph
