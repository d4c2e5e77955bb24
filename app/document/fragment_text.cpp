#include "document/fragment_text.h"

#include "graph/graph_io.h"

namespace heddle::document {
namespace {

constexpr const char* kIncoming = "incoming";

Json endAsJson(const graph::Endpoint& end) { return Json::array({end.node.value, end.port}); }

std::optional<graph::Endpoint> endIn(const Json* json) {
  const bool good = json != nullptr && json->is_array() && json->size() == 2 && (*json)[0].is_number_unsigned() &&
                    (*json)[1].is_string();
  if (!good) return std::nullopt;
  return graph::Endpoint{graph::NodeId{(*json)[0].get<std::uint64_t>()}, (*json)[1].get<std::string>()};
}

}  // namespace

QByteArray textOf(const graph::Fragment& fragment) {
  graph::Graph graph = fragment.inner;
  for (const graph::Link& link : fragment.incoming) {
    graph.extra[kIncoming].push_back({{"from", endAsJson(link.from)}, {"to", endAsJson(link.to)}});
  }
  return QByteArray::fromStdString(graph::write_graph(graph));
}

Result<graph::Fragment> fragmentFrom(const QByteArray& text, const graph::NodeCatalog& catalog) {
  auto file = graph::read_graph({text.constData(), static_cast<std::size_t>(text.size())}, catalog, "the clipboard");
  if (!file) return forward(file);
  graph::Fragment fragment;
  if (const Json* list = find_member(file->graph.extra, kIncoming); list != nullptr && list->is_array()) {
    for (const Json& item : *list) {
      const auto from = endIn(find_member(item, "from"));
      const auto to = endIn(find_member(item, "to"));
      if (from && to) fragment.incoming.push_back({*from, *to});
    }
  }
  fragment.inner = std::move(file->graph);
  return fragment;
}

}  // namespace heddle::document
