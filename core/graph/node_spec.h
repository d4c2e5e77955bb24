// NodeSpec: describes a node type: ports, parameters, side effects. It is all that the window needs to draw the node
// and all that planning needs to check a graph.
//   NodeSpec("latent.upscale", /*version=*/1, TR_NOOP("nodes", "Upscale latent"))
//       .input("latent", port::latent).param(real("scale", 2.0).range(0.25, 8.0)).output("latent", port::latent)
// Used by every node, the planner, `heddle nodes`, and the window. Plain values.
#pragma once

#include <string>
#include <vector>

#include "graph/param_spec.h"
#include "graph/port_type.h"

namespace heddle::graph {

struct PortSpec {
  std::string name;
  PortType type;
  std::string title = {};
  bool is_optional = false;
  bool is_multiple = false;  // takes any number of wires, in the order of the graph's links
};

enum class SideEffect { none, writes_files };

struct NodeSpec {
  NodeSpec() = default;
  NodeSpec(std::string type_id, int type_version, std::string type_title)
      : type(std::move(type_id)), version(type_version), title(std::move(type_title)) {}

  NodeSpec& group(std::string name);
  NodeSpec& help(std::string words);
  NodeSpec& input(std::string name, PortType type_of_port, std::string label = {});
  NodeSpec& output(std::string name, PortType type_of_port, std::string label = {});
  NodeSpec& param(ParamSpec spec);
  // Modifies the input named last: it is optional; it takes several wires.
  NodeSpec& optional();
  NodeSpec& multiple();
  // The node writes files: it runs every time and is never taken from the cache. Also a result.
  NodeSpec& writes_files();
  // A result for the user: run when no target is named.
  NodeSpec& result();
  // The node's share of the progress bar, against 1 for a quick node.
  NodeSpec& costs(double weight);

  [[nodiscard]] const PortSpec* find_input(std::string_view name) const;
  [[nodiscard]] const PortSpec* find_output(std::string_view name) const;
  [[nodiscard]] const ParamSpec* find_param(std::string_view name) const;

  std::string type;  // "latent.upscale": stored in files, never renamed
  int version = 1;   // raised when the same inputs and parameters give another result
  std::string title;
  std::string group_name = {};
  std::string help_text = {};
  std::vector<PortSpec> inputs = {};
  std::vector<PortSpec> outputs = {};
  std::vector<ParamSpec> params = {};
  SideEffect side_effect = SideEffect::none;
  bool is_result = false;
  double cost = 1.0;
};

// The error in a description (a name used twice, an initial value out of range), or an empty text.
std::string flaw(const NodeSpec& spec);

}  // namespace heddle::graph
