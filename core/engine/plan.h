// plan(): turns a graph into the steps that a run takes, each with a key that names its result. It runs nothing. Used
// by the executor's callers: `heddle render`, `heddle generate`, the engine process. Free functions, any thread.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/node_registry.h"
#include "graph/graph.h"
#include "graph/node_note.h"

namespace heddle::engine {

// Names a result: type, version, parameters, identity, and the keys of all inputs. Two nodes with equal
// keys have equal outputs, in this run or another.
struct ContentKey {
  std::string hex;
  auto operator<=>(const ContentKey&) const = default;
};

struct StepSource {
  std::size_t step;  // an earlier step of the plan
  std::string port;
};

struct Step {
  graph::NodeId node;
  std::string name;  // for messages
  std::shared_ptr<const NodeType> type;
  graph::Params params;
  std::map<std::string, std::vector<StepSource>, std::less<>> inputs;  // by input or wired parameter
  ContentKey key;
  std::map<std::string, std::string, std::less<>> output_keys = {};  // of outputs that depend on less than the key
  bool is_target = false;
  [[nodiscard]] bool cacheable() const { return type->spec.side_effect == graph::SideEffect::none; }
};

struct Plan {
  std::vector<Step> steps;             // every step after those that feed it
  std::vector<graph::NodeNote> notes;  // what will not be quite as written, on the nodes that run
  std::map<graph::NodeId, graph::NodeId> stands_for =
      {};  // nodes of the program's own: whom their notes and errors name
};

// A graph with nodes of the program's own, put in for what the user wrote (a LoRA that a prompt names).
struct ExpandedGraph {
  graph::Graph graph;
  std::vector<graph::NodeNote> notes = {};
  std::map<graph::NodeId, graph::NodeId> stands_for = {};  // each of the new nodes: the one that asked for it
};

// Leaves out what no target needs. Without targets, the results (viewers, savers) are the targets; where a graph has
// none, the nodes whose outputs are not wired. Fails with invalid_graph, naming the first problems among the nodes that
// are needed.
Result<Plan> plan(const graph::Graph& graph, const NodeRegistry& registry,
                  const std::vector<graph::NodeId>& targets = {});
Result<Plan> plan(const ExpandedGraph& expanded, const NodeRegistry& registry,
                  const std::vector<graph::NodeId>& targets = {});

}  // namespace heddle::engine
