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

  [[nodiscard]] const NodeSpec* find(std::string_view type) const;
  [[nodiscard]] const std::map<std::string, NodeSpec, std::less<>>& all() const { return specs_; }

 private:
  std::map<std::string, NodeSpec, std::less<>> specs_;
};

}  // namespace heddle::graph
