// A whole main window, without an engine unless one is given: temporary settings, journals and results, the built-in
// nodes, the first example.
#pragma once

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include "document/starters.h"
#include "graph/catalog_json.h"
#include "session/engine_command.h"
#include "shell/main_window.h"

namespace heddle::ui {

inline QByteArray resourceBytes(const QString& path) {
  QFile file(":/heddle/" + path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline graph::NodeCatalog builtInNodes() {
  auto json = parse_json(resourceBytes("nodes.json").toStdString(), "nodes");
  return std::move(*graph::catalog_from_json(*json));
}

// What the next fixture's editors know; a test that sets something sets it back.
inline EditorContext& fixtureEditors() {
  static EditorContext editors;
  return editors;
}

struct WindowFixture {
  explicit WindowFixture(session::EngineCommand command = {"/nonexistent/heddle", {"engine", "--stdio"}})
      : engine(std::move(command)) {
    queue.setImageSource([this](const QString& hash) { return file.images().bytes(hash); });
  }

  QTemporaryDir folder;
  settings::Settings settings{folder.filePath("heddle.ini")};
  QStringList journals{folder.filePath("journals")};
  document::Document document{builtInNodes()};
  document::DocumentFile file{document, journals};
  document::Journal journal{document, file.images(), journals};
  session::EngineClient engine;
  session::JobQueue queue{engine};
  session::RunStates states{engine, queue};
  session::ResultStore results{folder.filePath("results").toStdString()};
  MainWindow window{
      {document, file, journal, engine, queue, states, results, settings, fixtureEditors(), journals,
       [this](document::DocumentImages& images) { return firstExample(images); },
       [](const settings::Preferences& preferences) { return session::engineCommandOf(preferences, "/nonexistent"); }}};

  graph::Graph firstExample(document::DocumentImages& images) {
    return std::move(*document::openStarter("first", images, document.catalog()));
  }
};

}  // namespace heddle::ui
