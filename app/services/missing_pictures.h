// Which pictures a graph names that nobody has: a picture of Heddle carries its graph, but not the reference pictures
// that the graph names by their content. Used by the shell after an import. Pure function.
#pragma once

#include <QString>
#include <vector>

#include "document/image_store.h"
#include "graph/graph.h"

namespace heddle::services {

struct MissingPicture {
  graph::NodeId node;
  QString param;
  QString hash;
  bool isMask = false;  // of a lane; else the parameter is the picture
};

// In the order of the nodes.
[[nodiscard]] std::vector<MissingPicture> missingPictures(const graph::Graph& graph,
                                                          const document::ImageStore& images);

}  // namespace heddle::services
