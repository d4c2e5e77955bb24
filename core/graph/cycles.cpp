#include "graph/cycles.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace heddle::graph {
namespace {

using Successors = std::unordered_map<NodeId, std::vector<NodeId>>;

Successors successors_of(const Graph& graph) {
  Successors next;
  for (const Link& link : graph.links()) next[link.from.node].push_back(link.to.node);
  return next;
}

// Depth first without recursion: a chain of 100 000 nodes must not overflow the stack.
class CycleSearch final {
 public:
  CycleSearch(const Graph& graph, std::size_t rings_max) : next_(successors_of(graph)), rings_max_(rings_max) {}

  void start_at(NodeId node) {
    if (marks_[node] != Mark::unseen) return;
    enter(node);
    while (!path_.empty() && rings.size() < rings_max_) advance();
    path_.clear();
  }

  std::vector<std::vector<NodeId>> rings;

 private:
  enum class Mark { unseen, on_path, done };
  struct Place {
    NodeId node;
    std::size_t next_index;
  };

  void enter(NodeId node) {
    marks_[node] = Mark::on_path;
    path_.push_back({node, 0});
  }

  void advance() {
    Place& place = path_.back();
    const std::vector<NodeId>& next = next_[place.node];
    if (place.next_index == next.size()) {
      marks_[place.node] = Mark::done;
      path_.pop_back();
      return;
    }
    const NodeId node = next[place.next_index++];
    const Mark mark = marks_[node];
    if (mark == Mark::unseen) enter(node);
    if (mark == Mark::on_path) keep_ring(node);
  }

  void keep_ring(NodeId closing) {
    auto first = std::find_if(path_.begin(), path_.end(), [&](const Place& place) { return place.node == closing; });
    std::vector<NodeId> ring;
    for (; first != path_.end(); ++first) ring.push_back(first->node);
    rings.push_back(std::move(ring));
  }

  Successors next_;
  std::size_t rings_max_;
  std::unordered_map<NodeId, Mark> marks_;
  std::vector<Place> path_;
};

}  // namespace

std::vector<std::vector<NodeId>> find_cycles(const Graph& graph, std::size_t rings_max) {
  CycleSearch search(graph, rings_max);
  for (const auto& [id, node] : graph.nodes()) {
    if (search.rings.size() >= rings_max) break;
    search.start_at(id);
  }
  return std::move(search.rings);
}

bool reaches(const Graph& graph, NodeId from, NodeId to) {
  const Successors next = successors_of(graph);
  std::unordered_set<NodeId> seen{from};
  std::vector<NodeId> open{from};
  while (!open.empty()) {
    const NodeId node = open.back();
    open.pop_back();
    if (node == to) return true;
    const auto found = next.find(node);
    if (found == next.end()) continue;
    for (const NodeId successor : found->second) {
      if (seen.insert(successor).second) open.push_back(successor);
    }
  }
  return false;
}

}  // namespace heddle::graph
