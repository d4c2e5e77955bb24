// The `.heddle` file: a zip with graph.json and images/<hash>. Encodes a project to bytes and decodes it; reads a bare
// graph.json too. Used by saving, opening and recovery. Pure functions: any thread.
#pragma once

#include <QByteArray>
#include <QString>
#include <vector>

#include "document/document_images.h"
#include "graph/graph_io.h"

namespace heddle::document {

struct Project {
  graph::Graph graph;
  DocumentImages images;
  bool isNewer = false;               // made by a later Heddle: save it only as a copy
  std::vector<graph::Problem> notes;  // what was left out
};

// The same project gives the same bytes. Images that no parameter names are left out. Fails with internal.
Result<QByteArray> encodeProject(const graph::Graph& graph, const DocumentImages& images);

// Reads untrusted bytes: at most 10,000 entries and 4 GB unpacked; a picture whose content is not its
// name is left out with a note. `what` names the file in messages. Fails with invalid_input.
Result<Project> decodeProject(const QByteArray& bytes, const graph::NodeCatalog& catalog, const QString& what);

Result<Project> readProject(const QString& path, const graph::NodeCatalog& catalog);

// The whole file; fails with not_found or io.
Result<QByteArray> readFile(const QString& path);

}  // namespace heddle::document
