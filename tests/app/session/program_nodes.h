// The node types of the real program, as its build wrote them down. Used by the tests that start it.
#pragma once

#include <QtCore/QFile>

#include "base/json.h"
#include "graph/catalog_json.h"

namespace heddle::session {

inline graph::NodeCatalog programNodes() {
  QFile file(QStringLiteral(HEDDLE_SOURCE_DIR "/resources/nodes.json"));
  if (!file.open(QIODevice::ReadOnly)) return {};
  return std::move(*graph::catalog_from_json(*parse_json(file.readAll().toStdString(), "nodes.json")));
}

}  // namespace heddle::session
