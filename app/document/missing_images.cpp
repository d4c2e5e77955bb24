#include "document/missing_images.h"

#include "graph/image_refs.h"

namespace heddle::document {

std::vector<MissingImage> missingImages(const graph::Graph& graph, const DocumentImages& images) {
  std::vector<MissingImage> missing;
  graph::visit_image_refs(graph, [&](const graph::ImageRef& ref) {
    const QString hash = QString::fromStdString(ref.hash);
    const QString param = QString::fromUtf8(ref.param.data(), static_cast<qsizetype>(ref.param.size()));
    if (!ref.in_list && !images.contains(hash)) missing.push_back({ref.node, param, hash, ref.is_mask});
  });
  return missing;
}

}  // namespace heddle::document
