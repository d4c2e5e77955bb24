// NodeCatalog: every known node type by its id. The engine fills it from its nodes, the window from the engine's
// description. Used by planning, the document and the window. Thread rule: const calls from any thread once it is
// filled.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "graph/node_spec.h"

namespace heddle::graph {

class NodeCatalog final {
 public:
  // Throws std::logic_error for a type that is there already or is invalid: a programming error.
  void add(NodeSpec spec);

  // Types that begin with `prefix` are left out of this build; `reason` ends a sentence about a node and says what to
  // do.
  void leave_out(std::string prefix, std::string reason);

  // Why a type that find() does not know was left out; empty for other types.
  [[nodiscard]] std::string_view reason_left_out(std::string_view type) const;
  [[nodiscard]] const std::map<std::string, std::string, std::less<>>& left_out() const { return left_out_; }

  [[nodiscard]] const NodeSpec* find(std::string_view type) const;
  [[nodiscard]] const std::map<std::string, NodeSpec, std::less<>>& all() const { return specs_; }

 private:
  std::map<std::string, NodeSpec, std::less<>> specs_;
  std::map<std::string, std::string, std::less<>> left_out_;  // reason by prefix
};

}  // namespace heddle::graph
