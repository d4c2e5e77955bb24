#include "document/arrange.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

namespace heddle::document {
namespace {

constexpr double kColumnWidth = 256;  // a node and room for its wires
constexpr double kRowGap = 28;

using graph::NodeId;

// The longest path from a node without inputs; nodes on a cycle keep the walk's value.
std::unordered_map<NodeId, int> depths(const graph::Graph& graph) {
  std::unordered_map<NodeId, std::vector<NodeId>> next;
  std::unordered_map<NodeId, int> waiting;
  for (const graph::Link& link : graph.links()) {
    next[link.from.node].push_back(link.to.node);
    ++waiting[link.to.node];
  }
  std::vector<NodeId> ready;
  for (const auto& [id, node] : graph.nodes()) {
    if (!waiting.contains(id)) ready.push_back(id);
  }
  std::unordered_map<NodeId, int> depth;
  for (std::size_t i = 0; i < ready.size(); ++i) {
    const NodeId from = ready[i];
    for (const NodeId to : next[from]) {
      depth[to] = std::max(depth[to], depth[from] + 1);
      if (--waiting[to] == 0) ready.push_back(to);
    }
  }
  return depth;
}

// The node's approximate size in the editor: rows for its ports and parameters, a picture for some.
double heightOf(const graph::Node& node, const graph::NodeCatalog& catalog) {
  const graph::NodeSpec* spec = catalog.find(node.type);
  if (spec == nullptr) return 120;
  const std::size_t ports = std::max(spec->inputs.size(), spec->outputs.size());
  const std::size_t params = std::min<std::size_t>(spec->params.size(), 3);
  const bool hasText = !spec->params.empty() && spec->params.front().is_multiline;
  const std::string first = spec->outputs.empty() ? std::string() : spec->outputs.front().type.id;
  const bool holdsImage = first == "image" || first == "latent" || first == "mask";
  return 52 + static_cast<double>(ports) * 22 + (hasText ? 68 : static_cast<double>(params) * 28) +
         (holdsImage ? 192 : 0);
}

}  // namespace

std::map<NodeId, QPointF> arrange(const graph::Graph& graph, const graph::NodeCatalog& catalog) {
  const auto depth = depths(graph);
  std::map<NodeId, int> columns;
  for (const auto& [id, node] : graph.nodes()) {
    const auto found = depth.find(id);
    columns[id] = found == depth.end() ? 0 : found->second;
  }
  // A source is just before the first node that it feeds, so that its wire is short.
  std::unordered_map<NodeId, int> nearest;
  for (const graph::Link& link : graph.links()) {
    const int column = columns[link.to.node];
    const auto [found, isNew] = nearest.try_emplace(link.from.node, column);
    if (!isNew) found->second = std::min(found->second, column);
  }
  for (const auto& [id, column] : nearest) {
    if (columns[id] == 0 && column > 0) columns[id] = column - 1;
  }
  // What only ends a wire is below its source: a column of its own would make everything else smaller.
  for (const graph::Link& link : graph.links()) {
    const graph::NodeSpec* spec = catalog.find(graph.find(link.to.node)->type);
    const bool isEnd = spec != nullptr && spec->outputs.empty() && spec->inputs.size() == 1;
    if (isEnd && columns[link.to.node] == columns[link.from.node] + 1) columns[link.to.node] = columns[link.from.node];
  }
  std::map<int, double> bottoms;
  std::map<NodeId, QPointF> places;
  for (const auto& [id, node] : graph.nodes()) {
    double& bottom = bottoms[columns[id]];
    places[id] = QPointF(columns[id] * kColumnWidth, bottom);
    bottom += heightOf(node, catalog) + kRowGap;
  }
  return places;
}

}  // namespace heddle::document
