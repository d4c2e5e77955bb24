#include "graph/wiring.h"

#include <algorithm>
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
  for (std::size_t hops = 0; hops <= graph.nodes().size(); ++hops) {  // bypassed nodes may form a cycle
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
  for (const auto& [id, node] : graph.nodes()) {
    if (node.mode != NodeMode::on) silent_.insert(id);
  }
  for (const auto& [id, links] : incoming) {
    if (silent_.contains(id)) continue;
    std::vector<Wire>& wires = wires_[id];
    for (const Link* link : links) {
      if (auto from = source_of(*link, graph, catalog, incoming)) wires.push_back({*from, link->to.port});
    }
  }
  silence_followers(graph, catalog);
}

// A muted node silences those that need it, these silence those that need them, and so on.
void Wiring::silence_followers(const Graph& graph, const NodeCatalog& catalog) {
  std::vector<NodeId> open;
  for (const NodeId id : silent_) {
    if (graph.find(id)->mode == NodeMode::muted) open.push_back(id);
  }
  if (open.empty()) return;
  Incoming outgoing;
  for (const Link& link : graph.links()) outgoing[link.from.node].push_back(&link);
  std::unordered_set<NodeId> passed(open.begin(), open.end());
  while (!open.empty()) {
    const NodeId source = open.back();
    open.pop_back();
    for (const Link* link : outgoing[source]) {
      const NodeId follower = link->to.node;
      const Node& node = *graph.find(follower);
      const bool goes_on = node.mode == NodeMode::bypassed || starves(node, link->to.port, catalog);
      if (goes_on && passed.insert(follower).second) open.push_back(follower);
    }
  }
}

// Takes silent wires from the node, and the node itself out of the run when a required port is left with none.
bool Wiring::starves(const Node& node, std::string_view port_name, const NodeCatalog& catalog) {
  if (silent_.contains(node.id)) return false;
  std::vector<Wire>& wires = wires_[node.id];
  std::erase_if(wires, [&](const Wire& wire) { return silent_.contains(wire.from.node); });
  const NodeSpec* spec = catalog.find(node.type);
  const PortSpec* input = spec == nullptr ? nullptr : spec->find_input(port_name);
  const bool fed = std::any_of(wires.begin(), wires.end(), [&](const Wire& wire) { return wire.to_port == port_name; });
  if (input == nullptr || input->is_optional || fed) return false;
  silent_.insert(node.id);
  wires_.erase(node.id);
  return true;
}

const std::vector<Wire>& Wiring::into(NodeId node) const {
  static const std::vector<Wire> kNone;
  const auto found = wires_.find(node);
  return found == wires_.end() ? kNone : found->second;
}

}  // namespace heddle::graph
