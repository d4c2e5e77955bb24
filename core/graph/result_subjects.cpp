#include "graph/result_subjects.h"

#include <algorithm>

#include "graph/traverse.h"

namespace heddle::graph {

namespace {

// The parameter's text or path; empty where it is not stored.
std::string stored(const Node& node, std::string_view param) {
  const auto found = node.params.find(param);
  if (found == node.params.end()) return {};
  if (const auto* file = std::get_if<FilePath>(&found->second)) return file->path;
  if (const auto* text = std::get_if<std::string>(&found->second)) return *text;
  return {};
}

void add_references(const Graph& graph, NodeId prompt, std::vector<std::string>& references) {
  for (const Link& link : graph.links()) {
    if (link.to.node != prompt || link.to.port != "image") continue;
    const Node& source = *graph.find(link.from.node);
    if (source.mode != NodeMode::on) continue;
    const std::string file = stored(source, "image");
    if (!file.empty() && std::ranges::find(references, file) == references.end()) references.push_back(file);
  }
}

}  // namespace

ResultSubjects subjects_of(const Graph& graph, NodeId result) {
  ResultSubjects subjects;
  std::vector<NodeId> nodes = upstream_of(graph, result);
  std::ranges::sort(nodes);
  for (const NodeId id : nodes) {
    const Node& node = *graph.find(id);
    if (node.mode != NodeMode::on) continue;
    if (node.type == "image_prompt") add_references(graph, id, subjects.references);
    if (node.type != "sample" || !subjects.words.empty()) continue;
    const auto positive = source_of(graph, id, "positive");
    const Node* text = positive ? graph.find(positive->node) : nullptr;
    if (text != nullptr && text->mode == NodeMode::on) subjects.words = stored(*text, "text");
  }
  return subjects;
}

}  // namespace heddle::graph
