// Starters: the example graphs that come with the program and open ready to run on Bobbin. Used by the composition
// root, the library and the first-run page. Thread rule: pure functions that read resources; any thread.
#pragma once

#include <QString>
#include <vector>

#include "document/document_images.h"
#include "graph/graph.h"
#include "graph/node_catalog.h"

namespace heddle::document {

struct Starter {
  QString id;     // its file's name without the ending
  QString title;  // in the user's language
  QString about;  // one sentence
};

// In their teaching order.
[[nodiscard]] std::vector<Starter> starters();

inline const QString kStarterFolder = QStringLiteral(":/heddle/graphs");

// The graph, with the images beside it put into `images`. Fails with not_found or invalid_input.
[[nodiscard]] Result<graph::Graph> openStarter(const QString& id, DocumentImages& images,
                                               const graph::NodeCatalog& catalog,
                                               const QString& folder = kStarterFolder);

// A small image of its result; an empty path where there is none.
[[nodiscard]] QString starterThumbnail(const QString& id, const QString& folder = kStarterFolder);

}  // namespace heddle::document
