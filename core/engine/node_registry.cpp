#include "engine/node_registry.h"

namespace heddle::engine {

void NodeRegistry::add(graph::NodeSpec spec, RunFunction run, IdentityFunction identity,
                       OutputIdentityFunction output_identity) {
  catalog_.add(spec);
  std::string type = spec.type;
  types_.emplace(std::move(type),
                 std::make_shared<const NodeType>(
                     NodeType{std::move(spec), std::move(run), std::move(identity), std::move(output_identity)}));
}

std::shared_ptr<const NodeType> NodeRegistry::find(std::string_view type) const {
  const auto found = types_.find(type);
  return found == types_.end() ? nullptr : found->second;
}

}  // namespace heddle::engine
