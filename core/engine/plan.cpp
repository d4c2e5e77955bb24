#include "engine/plan.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "base/hash.h"
#include "engine/translate.h"
#include "graph/param_io.h"
#include "graph/validate.h"
#include "graph/wiring.h"

namespace heddle::engine {
namespace {

using graph::NodeId;

constexpr std::size_t kProblemsShown = 3;

std::vector<NodeId> default_targets(const graph::Graph& graph, const graph::NodeCatalog& catalog,
                                    const graph::Wiring& wiring) {
  std::vector<NodeId> results;
  std::unordered_set<NodeId> feeds;
  for (const graph::Link& link : graph.links()) feeds.insert(link.from.node);
  std::vector<NodeId> ends;
  for (const auto& [id, node] : graph.nodes()) {
    if (!wiring.runs(id)) continue;
    const graph::NodeSpec* spec = catalog.find(node.type);
    if (spec != nullptr && spec->is_result) results.push_back(id);
    if (!feeds.contains(id)) ends.push_back(id);
  }
  return results.empty() ? ends : results;
}

std::unordered_set<NodeId> needed_by(const std::vector<NodeId>& targets, const graph::Wiring& wiring) {
  std::unordered_set<NodeId> needed(targets.begin(), targets.end());
  std::vector<NodeId> open = targets;
  while (!open.empty()) {
    const NodeId node = open.back();
    open.pop_back();
    for (const graph::Wire& wire : wiring.into(node)) {
      if (needed.insert(wire.from.node).second) open.push_back(wire.from.node);
    }
  }
  return needed;
}

Failure refuse(const std::vector<graph::Problem>& errors) {
  std::string message = "[graph.plan] ";
  for (std::size_t i = 0; i < std::min(errors.size(), kProblemsShown); ++i) {
    message += (i == 0 ? "" : "; ") + errors[i].message;
  }
  if (errors.size() > kProblemsShown) message += fmt::format("; and {} more", errors.size() - kProblemsShown);
  return Failure(Error{ErrorKind::invalid_graph, std::move(message), {}});
}

// The needed nodes, each after those that feed it. Requires: no cycles among them. Depth first, in the order of the
// wires, so that a branch is finished before the next begins; without recursion, for chains of any length.
std::vector<NodeId> in_order(const std::vector<NodeId>& targets, const graph::Wiring& wiring) {
  struct Place {
    NodeId node;
    std::size_t next_wire;
  };
  std::vector<NodeId> order;
  std::unordered_set<NodeId> seen;
  std::vector<Place> path;
  for (const NodeId target : targets) {
    if (seen.insert(target).second) path.push_back({target, 0});
    while (!path.empty()) {
      const auto& wires = wiring.into(path.back().node);
      if (path.back().next_wire == wires.size()) {
        order.push_back(path.back().node);
        path.pop_back();
        continue;
      }
      const NodeId source = wires[path.back().next_wire++].from.node;
      if (seen.insert(source).second) path.push_back({source, 0});
    }
  }
  return order;
}

const std::string& key_of_output(const Step& step, const std::string& port) {
  const auto own = step.output_keys.find(port);
  return own == step.output_keys.end() ? step.key.hex : own->second;
}

ContentKey key_of(const Step& step, const std::vector<Step>& steps, const std::string& identity) {
  Json inputs = Json::object();
  for (const auto& [port, sources] : step.inputs) {
    Json keys = Json::array();
    for (const StepSource& source : sources)
      keys.push_back({key_of_output(steps[source.step], source.port), source.port});
    inputs[port] = std::move(keys);
  }
  Json params = Json::object();
  for (const graph::ParamSpec& param : step.type->spec.params) {
    const bool wired = step.inputs.contains(param.name);
    if (wired || param.stage == graph::Stage::nothing) continue;
    params[param.name] = graph::to_json(step.params.value(param.name));
  }
  Json facts = {step.type->spec.type, step.type->spec.version, std::move(params), std::move(inputs), identity};
  // The output names the node by a handle: an equal node's output would receive the other's slider values.
  const auto& all = step.type->spec.params;
  if (std::ranges::any_of(all, &graph::ParamSpec::is_read_downstream)) facts.push_back(step.node.value);
  return ContentKey{content_hash(dump_json(facts))};
}

class PlanBuilder final {
 public:
  PlanBuilder(const graph::Graph& graph, const NodeRegistry& registry) : graph_(graph), registry_(registry) {}

  Result<void> add_step(NodeId id, const graph::Wiring& wiring, bool is_target) {
    const graph::Node& node = *graph_.find(id);
    Step step;
    step.node = id;
    step.type = registry_.find(node.type);
    step.name = graph::name_of(node, &step.type->spec);
    step.params = graph::resolve_params(node, step.type->spec).params;
    step.is_target = is_target;
    for (const graph::Wire& wire : wiring.into(id)) {
      step.inputs[std::string(wire.to_port)].push_back({places_.at(wire.from.node), wire.from.port});
    }
    auto identity = identity_of(step);
    if (!identity) {
      return Failure(std::move(identity.error()).with_context(fmt::format("node '{}'", step.name)));
    }
    step.key = key_of(step, result.steps, *identity);
    if (auto outputs = name_outputs(step); !outputs) {
      return Failure(std::move(outputs.error()).with_context(fmt::format("node '{}'", step.name)));
    }
    places_[id] = result.steps.size();
    result.steps.push_back(std::move(step));
    return {};
  }

  Plan result;

 private:
  static Result<std::string> identity_of(const Step& step) {
    if (!step.type->identity) return std::string();
    try {
      return step.type->identity(step.params);
    } catch (...) {
      return Failure(translate_exception(std::current_exception(), step.name, {}));
    }
  }

  static Result<void> name_outputs(Step& step) {
    if (!step.type->output_identity || !step.inputs.empty()) return {};
    for (const graph::PortSpec& port : step.type->spec.outputs) {
      auto identity = step.type->output_identity(step.params, port.name);
      if (!identity) return forward(identity);
      if (identity->empty()) continue;
      const Json facts = {step.type->spec.type, step.type->spec.version, port.name, *identity};
      step.output_keys[port.name] = content_hash(dump_json(facts));
    }
    return {};
  }

  const graph::Graph& graph_;
  const NodeRegistry& registry_;
  std::unordered_map<NodeId, std::size_t> places_;
};

// The targets that take part; fails for one that the graph does not have.
Result<std::vector<NodeId>> pick_targets(const graph::Graph& graph, const NodeRegistry& registry,
                                         const graph::Wiring& wiring, const std::vector<NodeId>& wanted) {
  if (wanted.empty()) {
    auto targets = default_targets(graph, registry.catalog(), wiring);
    if (targets.empty()) return fail(ErrorKind::invalid_graph, "[graph.plan] the graph has no node to run");
    return targets;
  }
  for (const NodeId id : wanted) {
    const graph::Node* node = graph.find(id);
    if (node == nullptr) return fail(ErrorKind::invalid_graph, "[graph.plan] there is no node {} to run", id.value);
    if (!wiring.runs(id)) {
      return fail(ErrorKind::invalid_graph, "[graph.plan] {} cannot be run: it, or a node that it needs, is muted",
                  graph::name_of(*node, registry.catalog().find(node->type)));
    }
  }
  return wanted;
}

}  // namespace

Result<Plan> plan(const graph::Graph& graph, const NodeRegistry& registry, const std::vector<NodeId>& wanted) {
  const graph::Wiring wiring(graph, registry.catalog());
  const auto targets = pick_targets(graph, registry, wiring, wanted);
  if (!targets) return Failure(targets.error());
  const auto needed = needed_by(*targets, wiring);

  PlanBuilder builder(graph, registry);
  std::vector<graph::Problem> errors;
  for (graph::Problem& problem : graph::validate(graph, registry.catalog())) {
    const bool concerns =
        std::any_of(problem.nodes.begin(), problem.nodes.end(), [&](NodeId id) { return needed.contains(id); });
    if (!concerns) continue;
    if (problem.severity == graph::Severity::error) {
      errors.push_back(std::move(problem));
    } else {
      builder.result.notes.push_back(graph::note_of(problem));
    }
  }
  if (!errors.empty()) return refuse(errors);

  const std::unordered_set<NodeId> is_target(targets->begin(), targets->end());
  for (const NodeId id : in_order(*targets, wiring)) {
    if (auto added = builder.add_step(id, wiring, is_target.contains(id)); !added) {
      return Failure(std::move(added.error()));
    }
  }
  return std::move(builder.result);
}

Result<Plan> plan(const ExpandedGraph& expanded, const NodeRegistry& registry, const std::vector<NodeId>& targets) {
  auto made = plan(expanded.graph, registry, targets);
  if (!made) return made;
  made->notes.insert(made->notes.begin(), expanded.notes.begin(), expanded.notes.end());
  made->stands_for = expanded.stands_for;
  return made;
}

}  // namespace heddle::engine
