// NodeRegistry: node types with the functions that run them.
//   void register_upscale_latent(NodeRegistration& setup) { setup.registry.add(spec(), run); }
// Three rules for a node: inputs are immutable; the result is determined by inputs, parameters and identity; its side
// effects are declared in its spec. Used by planner and executor. Thread rule: filled at start, then const, any thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/run_control.h"
#include "engine/inputs.h"
#include "engine/outputs.h"
#include "graph/node_catalog.h"

namespace heddle::engine {

// Polls control.cancelled() and then returns cancelled(). May throw: the executor translates.
using RunFunction = std::function<Result<Outputs>(const Inputs&, RunControl&)>;

// What the result depends on beyond parameters and inputs, as text for the content key: which bytes are in the files
// that the parameters name (see file_identity.h). Called while planning: quick, no reading of whole files.
using IdentityFunction = std::function<Result<std::string>(const graph::Params&)>;

// What one output of a node without wired inputs depends on, where that is less than the whole node does: nodes that
// read equal outputs then share their results, though they come from nodes of other parameters (the text encoder of two
// styles of one model). An empty text: no less.
using OutputIdentityFunction = std::function<Result<std::string>(const graph::Params&, std::string_view port)>;

struct NodeType {
  graph::NodeSpec spec;
  RunFunction run;
  IdentityFunction identity;               // may be empty
  OutputIdentityFunction output_identity;  // may be empty
};

class NodeRegistry final {
 public:
  // Throws std::logic_error for a type that is there already or is invalid: a programming error.
  void add(graph::NodeSpec spec, RunFunction run, IdentityFunction identity = {},
           OutputIdentityFunction output_identity = {});

  // As NodeCatalog::leave_out.
  void leave_out(std::string prefix, std::string reason) { catalog_.leave_out(std::move(prefix), std::move(reason)); }

  [[nodiscard]] std::shared_ptr<const NodeType> find(std::string_view type) const;
  [[nodiscard]] const graph::NodeCatalog& catalog() const { return catalog_; }

 private:
  graph::NodeCatalog catalog_;
  std::map<std::string, std::shared_ptr<const NodeType>, std::less<>> types_;
};

}  // namespace heddle::engine
