#include "graph_file.h"

#include <algorithm>
#include <fstream>

#include "graph/graph_io.h"
#include "image/image_kind.h"
#include "image/image_texts.h"
#include "image/png_images.h"

namespace heddle::cli {

namespace {

struct GraphText {
  std::string json;
  std::vector<image::CarriedImage> images;  // that came with it
};

Result<GraphText> read_graph_text(const std::filesystem::path& path, std::string_view command) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return fail(ErrorKind::not_found, "[{}] '{}' cannot be opened", command, path.string());
  std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  const auto kind = image::image_kind({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  if (!image::is_readable(kind)) return GraphText{std::move(bytes), {}};
  auto texts = image::read_image_texts(path);
  if (!texts) return forward(texts);
  const auto found = std::ranges::find(*texts, "heddle", &image::PngText::key);
  if (found == texts->end()) {
    return fail(ErrorKind::invalid_input, "[{}] the picture '{}' carries no graph of Heddle", command, path.string());
  }
  if (kind != image::ImageKind::png) return GraphText{std::move(found->text), {}};
  auto images = image::read_png_images(path);
  if (!images) return forward(images);
  return GraphText{std::move(found->text), std::move(*images)};
}

// A relative path as one into the folder, where such a file is.
std::optional<std::string> beside(const std::filesystem::path& folder, const std::string& path) {
  std::error_code error;
  if (path.empty() || std::filesystem::path(path).is_absolute()) return std::nullopt;
  const auto there = folder / path;
  return std::filesystem::exists(there, error) ? std::optional(there.string()) : std::nullopt;
}

}  // namespace

void resolve_paths(graph::Graph& graph, const graph::NodeCatalog& catalog, const std::filesystem::path& folder) {
  for (const auto& [id, node] : graph.nodes()) {
    const graph::NodeSpec* spec = catalog.find(node.type);
    if (spec == nullptr) continue;
    for (const graph::ParamSpec& param : spec->params) {
      const auto found = node.params.find(param.name);
      if (found == node.params.end()) continue;
      if (const auto* file = std::get_if<graph::FilePath>(&found->second)) {
        if (auto path = beside(folder, file->path)) graph.set_param(id, param.name, graph::FilePath{*path});
      } else if (const auto* lane = std::get_if<graph::Lane>(&found->second)) {
        graph::Lane moved = *lane;
        if (auto path = beside(folder, lane->mask)) graph.set_param(id, param.name, (moved.mask = *path, moved));
      }
    }
  }
}

Result<OpenedGraph> open_graph_file(const std::filesystem::path& path, const graph::NodeCatalog& catalog,
                                    std::string_view command) {
  auto text = read_graph_text(path, command);
  if (!text) return forward(text);
  OpenedGraph opened;
  opened.images = std::move(text->images);
  auto file = graph::read_graph(text->json, catalog, path.string());
  if (!file) return forward(file);
  for (const graph::Problem& problem : file->notes) opened.notes.push_back(graph::note_of(problem));
  opened.graph = std::move(file->graph);
  return opened;
}

}  // namespace heddle::cli
