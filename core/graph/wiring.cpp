#include "graph/wiring.h"

#include <optional>

namespace heddle::graph {
namespace {

using Incoming = std::unordered_map<NodeId, std::vector<const Link*>>;

// The wire that a bypassed node passes on as its output `port`: the first one at an input of that type.
const Link* passed_on(const NodeSpec& spec, const PortSpec& output, const std::vector<const Link*>& incoming) {
  for (const Link* link : incoming) {
    const PortSpec* input = spec.find_input(link->to.port);
    if (input != nullptr && input->type == output.type) return link;
  }
  return nullptr;
}

// Follows bypassed nodes upstream to the node that really makes the value; nothing when a muted node is met.
std::optional<Endpoint> source_of(const Link& link, const Graph& graph, const NodeCatalog& catalog,
                                  const Incoming& incoming) {
  const Link* at = &link;
  for (std::size_t hops = 0; hops <= graph.nodes().size(); ++hops) {  // bypassed nodes may form a ring
    const Node& node = *graph.find(at->from.node);
    if (node.mode == NodeMode::on) return at->from;
    if (node.mode == NodeMode::muted) return std::nullopt;
    const NodeSpec* spec = catalog.find(node.type);
    const PortSpec* output = spec == nullptr ? nullptr : spec->find_output(at->from.port);
    const auto links = incoming.find(node.id);
    if (output == nullptr || links == incoming.end()) return std::nullopt;
    at = passed_on(*spec, *output, links->second);
    if (at == nullptr) return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

Wiring::Wiring(const Graph& graph, const NodeCatalog& catalog) {
  Incoming incoming;
  for (const Link& link : graph.links()) incoming[link.to.node].push_back(&link);
  for (const auto& [id, links] : incoming) {
    if (graph.find(id)->mode != NodeMode::on) continue;
    std::vector<Wire>& wires = wires_[id];
    for (const Link* link : links) {
      if (auto from = source_of(*link, graph, catalog, incoming)) wires.push_back({*from, link->to.port, link});
    }
  }
}

const std::vector<Wire>& Wiring::into(NodeId node) const {
  static const std::vector<Wire> kNone;
  const auto found = wires_.find(node);
  return found == wires_.end() ? kNone : found->second;
}

}  // namespace heddle::graph
