#include "document/missing_images.h"

namespace heddle::document {
namespace {

// The path that a value names, and whether it is a lane's mask.
std::pair<QString, bool> pathIn(const graph::ParamValue& value) {
  if (const auto* file = std::get_if<graph::FilePath>(&value)) return {QString::fromStdString(file->path), false};
  if (const auto* lane = std::get_if<graph::Lane>(&value)) return {QString::fromStdString(lane->mask), true};
  return {};
}

}  // namespace

std::vector<MissingImage> missingImages(const graph::Graph& graph, const DocumentImages& images) {
  std::vector<MissingImage> missing;
  for (const auto& [id, node] : graph.nodes()) {
    for (const auto& [name, value] : node.params) {
      const auto [path, isMask] = pathIn(value);
      const auto hash = DocumentImages::hashIn(path);
      if (hash && !images.contains(*hash)) missing.push_back({id, QString::fromStdString(name), *hash, isMask});
    }
  }
  return missing;
}

}  // namespace heddle::document
