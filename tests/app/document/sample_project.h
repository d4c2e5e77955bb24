// A graph with pictures for tests of files: `size` nodes, two pictures, unknown fields. Used by tests of saving.
#pragma once

#include <QByteArray>

#include "document/document_images.h"
#include "graph/graph.h"

namespace heddle::testing {

struct SampleProject {
  graph::Graph graph;
  document::DocumentImages images;
};

inline SampleProject sampleProject(int size = 20, char fill = 'x') {
  SampleProject project;
  const QString first = project.images.add(QByteArray(5000, fill));
  const QString second = project.images.add(QByteArray("a small picture"));
  for (int i = 0; i < size; ++i) {
    graph::Node node;
    node.type = i % 2 == 0 ? "image.load" : "sample";
    if (i % 2 == 0) {
      const QString path = document::DocumentImages::pathOf(i % 4 == 0 ? first : second);
      node.params["image"] = graph::FilePath{path.toStdString()};
    } else {
      node.params["seed"] = graph::Seed{18'446'744'073'709'551'615ull - static_cast<std::uint64_t>(i)};
    }
    node.extra = Json{{"ui", {{"at", {i * 10.5, 3}}}}, {"future", {1, 2, 3}}};
    project.graph.add(std::move(node));
  }
  project.graph.extra = Json{{"note", "kept"}};
  return project;
}

}  // namespace heddle::testing
