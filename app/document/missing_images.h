// Lists the images that a graph names and the program lacks: a graph names its references by their content, and an
// image that was saved without them carries the graph alone. Used by the shell after an import. Pure function.
#pragma once

#include <QString>
#include <vector>

#include "document/document_images.h"
#include "graph/graph.h"

namespace heddle::document {

struct MissingImage {
  graph::NodeId node;
  QString param;
  QString hash;
  bool isMask = false;  // of a lane; else the parameter is the picture
};

// In the order of the nodes.
[[nodiscard]] std::vector<MissingImage> missingImages(const graph::Graph& graph, const DocumentImages& images);

}  // namespace heddle::document
