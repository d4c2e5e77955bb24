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

void NodeCatalog::leave_out(std::string prefix, std::string reason) {
  left_out_.insert_or_assign(std::move(prefix), std::move(reason));
}

std::string_view NodeCatalog::reason_left_out(std::string_view type) const {
  for (const auto& [prefix, reason] : left_out_) {
    if (type.starts_with(prefix)) return reason;
  }
  return {};
}

const NodeSpec* NodeCatalog::find(std::string_view type) const {
  const auto found = specs_.find(type);
  return found == specs_.end() ? nullptr : &found->second;
}

}  // namespace heddle::graph
