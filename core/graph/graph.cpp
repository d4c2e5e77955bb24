#include "graph/graph.h"

#include <algorithm>

#include "base/printable.h"

namespace heddle::graph {

NodeId Graph::add(Node node) {
  node.id = NodeId{++last_id_};
  const NodeId id = node.id;
  nodes_.emplace(id, std::move(node));
  return id;
}

Result<void> Graph::insert(Node node) {
  if (node.id.value == 0 || node.id.value > kNodeIdMax) {
    return fail(ErrorKind::invalid_graph, "[graph.insert] {} is no node number", node.id.value);
  }
  last_id_ = std::max(last_id_, node.id.value);
  const NodeId id = node.id;
  if (!nodes_.emplace(id, std::move(node)).second) {
    return fail(ErrorKind::invalid_graph, "[graph.insert] the node number {} occurs twice", id.value);
  }
  return {};
}

bool Graph::remove(NodeId id) {
  if (nodes_.erase(id) == 0) return false;
  std::erase_if(links_, [&](const Link& link) {
    const bool touches = link.from.node == id || link.to.node == id;
    if (touches) link_extra_.erase(link);
    return touches;
  });
  return true;
}

Result<void> Graph::connect(Link link, std::optional<std::size_t> place) {
  for (const Endpoint* end : {&link.from, &link.to}) {
    if (find(end->node) == nullptr) {
      return fail(ErrorKind::invalid_graph, "[graph.connect] a wire ends at the node {}, which is not there",
                  end->node.value);
    }
  }
  if (!link_extra_.try_emplace(link, Json::object()).second) {
    return fail(ErrorKind::invalid_graph, "[graph.connect] the wire from '{}' of node {} to '{}' of node {} exists",
                printable(link.from.port), link.from.node.value, printable(link.to.port), link.to.node.value);
  }
  const std::size_t index = std::min(place.value_or(links_.size()), links_.size());
  links_.insert(links_.begin() + static_cast<std::ptrdiff_t>(index), std::move(link));
  return {};
}

bool Graph::disconnect(const Link& link) {
  if (link_extra_.erase(link) == 0) return false;
  links_.erase(std::find(links_.begin(), links_.end(), link));
  return true;
}

void Graph::set_link_extra(const Link& link, Json fields) { link_extra_.at(link) = std::move(fields); }
const Json& Graph::link_extra(const Link& link) const { return link_extra_.at(link); }

bool Graph::set_param(NodeId id, std::string name, ParamValue value) {
  Node* node = find(id);
  if (node == nullptr) return false;
  node->params.insert_or_assign(std::move(name), std::move(value));
  return true;
}

const Node* Graph::find(NodeId id) const {
  const auto found = nodes_.find(id);
  return found == nodes_.end() ? nullptr : &found->second;
}

Node* Graph::find(NodeId id) {
  const auto found = nodes_.find(id);
  return found == nodes_.end() ? nullptr : &found->second;
}

bool Graph::operator==(const Graph& other) const {
  return nodes_ == other.nodes_ && links_ == other.links_ && link_extra_ == other.link_extra_ && extra == other.extra;
}

}  // namespace heddle::graph
