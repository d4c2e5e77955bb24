#include "graph/node_catalog.h"

#include <stdexcept>

namespace heddle::graph {

void NodeCatalog::add(NodeSpec spec) {
  if (const std::string wrong = flaw(spec); !wrong.empty()) {
    throw std::logic_error("node type '" + spec.type + "': " + wrong);
  }
  std::string type = spec.type;
  const auto [place, added] = specs_.try_emplace(std::move(type), std::move(spec));
  if (!added) throw std::logic_error("node type '" + place->first + "' is registered twice");
}

const NodeSpec* NodeCatalog::find(std::string_view type) const {
  const auto found = specs_.find(type);
  return found == specs_.end() ? nullptr : &found->second;
}

}  // namespace heddle::graph
