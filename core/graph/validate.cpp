#include "graph/validate.h"

#include <algorithm>
#include <unordered_map>

#include "base/printable.h"
#include "graph/cycles.h"
#include "graph/param_io.h"
#include "graph/wiring.h"

namespace heddle::graph {
namespace {

constexpr std::size_t kCyclesShown = 20;
constexpr std::size_t kNamesShown = 8;

Problem problem_of(const Node& node, Severity severity, ProblemKind kind, std::string place, std::string message) {
  return Problem{severity, kind, {node.id}, std::move(place), std::move(message)};
}

std::string joined(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names.begin(), names.end(), ", "));
}

std::string what_is_wanted(const ParamSpec& spec) {
  switch (spec.kind) {
    case ParamKind::integer: return "a whole number";
    case ParamKind::seed: return "a seed from 0 to 18446744073709551615, written in quotes";
    case ParamKind::real: return "a number";
    case ParamKind::boolean: return "true or false";
    case ParamKind::text: return "a text";
    case ParamKind::choice: return "one of " + joined(spec.choices);
    case ParamKind::file: return "a file";
    case ParamKind::lane: return "a number, a list of numbers, or layers x steps";
    case ParamKind::list: return "a list";
    case ParamKind::raw: break;
  }
  return "another value";
}

// One parameter as the run uses it; problems are added to `found`.
ParamValue resolve(const Node& node, const ParamSpec& spec, const std::string& name, std::vector<Problem>& found) {
  const auto stored = node.params.find(spec.name);
  if (stored == node.params.end()) return spec.initial;
  auto value = coerce(stored->second, spec);
  const auto* chosen = value ? std::get_if<Choice>(&*value) : nullptr;
  const bool unknown_choice =
      chosen != nullptr && std::find(spec.choices.begin(), spec.choices.end(), chosen->name) == spec.choices.end();
  if (!value || unknown_choice) {
    found.push_back(problem_of(node, Severity::error, ProblemKind::wrong_value, spec.name,
                               fmt::format("{}: '{}' is {}, but should be {}", name, spec.name,
                                           printable(dump_json(to_json(stored->second)), 80), what_is_wanted(spec))));
    return spec.initial;
  }
  const ParamValue before = *value;
  if (clamp(*value, spec)) {
    found.push_back(
        problem_of(node, Severity::note, ProblemKind::out_of_range, spec.name,
                   fmt::format("{}: '{}' is {}; {} is used", name, spec.name, printable(dump_json(to_json(before)), 80),
                               printable(dump_json(to_json(*value)), 80))));
  }
  return std::move(*value);
}

// The type that an input or a wired parameter takes; nothing when there is no such port.
std::optional<PortType> input_type(const NodeSpec& spec, std::string_view port_name) {
  if (const PortSpec* input = spec.find_input(port_name)) return input->type;
  const ParamSpec* param = spec.find_param(port_name);
  return param == nullptr ? std::nullopt : param->port_type();
}

class Validation final {
 public:
  Validation(const Graph& graph, const NodeCatalog& catalog)
      : graph_(graph), catalog_(catalog), wiring_(graph, catalog) {}

  void check_node(const Node& node) {
    if (!wiring_.runs(node.id)) return;
    const NodeSpec* spec = catalog_.find(node.type);
    const std::string name = name_of(node, spec);
    if (const std::string_view reason = catalog_.reason_left_out(node.type); spec == nullptr && !reason.empty()) {
      return add(node, Severity::error, ProblemKind::unknown_node, {}, fmt::format("{}: {}", name, reason));
    }
    if (spec == nullptr) {
      return add(node, Severity::error, ProblemKind::unknown_node, {},
                 fmt::format("{}: this version of Heddle has no node '{}'", name, printable(node.type, 80)));
    }
    if (node.version > spec->version) {
      add(node, Severity::note, ProblemKind::newer_node, {},
          fmt::format("{}: made with a newer version of this node; its picture may differ", name));
    }
    auto resolved = resolve_params(node, *spec);
    problems.insert(problems.end(), resolved.problems.begin(), resolved.problems.end());
    check_wires(node, *spec, name);
  }

  void check_cycles() {
    for (auto& ring : find_cycles(graph_, kCyclesShown)) {
      std::string names;
      for (std::size_t i = 0; i < std::min(ring.size(), kNamesShown); ++i) names += name_at(ring[i]) + " -> ";
      if (ring.size() > kNamesShown) names += fmt::format("{} more -> ", ring.size() - kNamesShown);
      names += name_at(ring.front());
      problems.push_back({Severity::error,
                          ProblemKind::cycle,
                          std::move(ring),
                          {},
                          "The wires form a ring, so no node can be first: " + names});
    }
  }

  std::vector<Problem> problems;

 private:
  void add(const Node& node, Severity severity, ProblemKind kind, std::string place, std::string message) {
    problems.push_back(problem_of(node, severity, kind, std::move(place), std::move(message)));
  }

  std::string name_at(NodeId id) const {
    const Node& node = *graph_.find(id);
    return name_of(node, catalog_.find(node.type));
  }

  void check_wires(const Node& node, const NodeSpec& spec, const std::string& name) {
    std::unordered_map<std::string_view, int> counts;
    for (const Wire& wire : wiring_.into(node.id)) {
      check_wire(node, spec, name, wire);
      ++counts[wire.to_port];
    }
    for (const PortSpec& input : spec.inputs) {
      const int count = counts[input.name];
      if (count == 0 && !input.is_optional) {
        add(node, Severity::error, ProblemKind::missing_input, input.name,
            fmt::format("{}: nothing reaches '{}'; wire a node to it that gives {}", name, input.name,
                        describe(input.type)));
      }
      if (count > 1 && !input.is_multiple) report_crowd(node, input.name, name, count);
    }
    for (const ParamSpec& param : spec.params) {
      if (counts[param.name] > 1) report_crowd(node, param.name, name, counts[param.name]);
    }
  }

  void report_crowd(const Node& node, const std::string& port_name, const std::string& name, int count) {
    add(node, Severity::error, ProblemKind::too_many_inputs, port_name,
        fmt::format("{}: {} wires reach '{}', which takes one", name, count, port_name));
  }

  void check_wire(const Node& node, const NodeSpec& spec, const std::string& name, const Wire& wire) {
    const auto wanted = input_type(spec, wire.to_port);
    if (!wanted) {
      return add(
          node, Severity::error, ProblemKind::unknown_port, std::string(wire.to_port),
          fmt::format("{}: a wire reaches '{}', which this node does not have", name, printable(wire.to_port, 80)));
    }
    const NodeSpec* source = catalog_.find(graph_.find(wire.from.node)->type);
    if (source == nullptr) return;  // said at the unknown node
    const PortSpec* output = source->find_output(wire.from.port);
    if (output == nullptr) {
      return add(node, Severity::error, ProblemKind::unknown_port, std::string(wire.to_port),
                 fmt::format("{}: a wire comes from '{}' of {}, which has no such output", name,
                             printable(wire.from.port, 80), name_at(wire.from.node)));
    }
    if (accepts(*wanted, output->type)) return;
    add(node, Severity::error, ProblemKind::type_mismatch, std::string(wire.to_port),
        fmt::format("{}: '{}' needs {}, but {} gives {}", name, wire.to_port, describe(*wanted),
                    name_at(wire.from.node), describe(output->type)));
  }

  const Graph& graph_;
  const NodeCatalog& catalog_;
  Wiring wiring_;
};

}  // namespace

std::string name_of(const Node& node, const NodeSpec* spec) {
  std::string words = printable(node.title, 80);
  if (words.empty() && spec != nullptr) words = spec->title;
  if (words.empty()) words = printable(node.type, 80);
  return fmt::format("{} ({})", words, node.id.value);
}

ResolvedParams resolve_params(const Node& node, const NodeSpec& spec) {
  ResolvedParams resolved;
  const std::string name = name_of(node, &spec);
  for (const ParamSpec& param : spec.params) {
    resolved.params.set(param.name, resolve(node, param, name, resolved.problems));
  }
  for (const auto& [stored, value] : node.params) {
    if (spec.find_param(stored) != nullptr) continue;
    resolved.problems.push_back(
        problem_of(node, Severity::note, ProblemKind::unknown_param, stored,
                   fmt::format("{}: '{}' is not used by this version of the node", name, printable(stored, 80))));
  }
  return resolved;
}

std::vector<Problem> validate(const Graph& graph, const NodeCatalog& catalog) {
  Validation validation(graph, catalog);
  for (const auto& [id, node] : graph.nodes()) {
    validation.check_node(node);
  }
  validation.check_cycles();
  return std::move(validation.problems);
}

std::string objection(const Graph& graph, const NodeCatalog& catalog, const Link& link) {
  const Node* from = graph.find(link.from.node);
  const Node* to = graph.find(link.to.node);
  if (from == nullptr || to == nullptr) return "a wire needs a node at both ends";
  const NodeSpec* source = catalog.find(from->type);
  const NodeSpec* target = catalog.find(to->type);
  if (source == nullptr || target == nullptr) return "one of the nodes is not known to this version";
  const PortSpec* output = source->find_output(link.from.port);
  const auto wanted = input_type(*target, link.to.port);
  if (output == nullptr || !wanted) return "there is no such port";
  if (!accepts(*wanted, output->type)) {
    return fmt::format("'{}' needs {}, not {}", link.to.port, describe(*wanted), describe(output->type));
  }
  if (reaches(graph, to->id, from->id)) {
    return fmt::format("{} already feeds {}; the wires would form a ring", name_of(*to, target),
                       name_of(*from, source));
  }
  return {};
}

Result<void> refuse_out_of_range(const Graph& graph, const NodeCatalog& catalog) {
  for (const auto& [id, node] : graph.nodes()) {
    const NodeSpec* spec = catalog.find(node.type);
    for (const auto& [name, stored] : node.params) {
      const ParamSpec* param = spec == nullptr ? nullptr : spec->find_param(name);
      auto value = param == nullptr ? std::nullopt : coerce(stored, *param);
      if (value && clamp(*value, *param)) {
        return fail(ErrorKind::invalid_input, "[{}] '{}' is {}; it may be {}", node.type, name,
                    printable(dump_json(to_json(stored)), 80), range_text(*param));
      }
    }
  }
  return {};
}

}  // namespace heddle::graph
