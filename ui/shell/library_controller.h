// LibraryController: lists the models that the engine finds, turns a chosen card into a node, and finds out which
// layers a model has and which family a file is for. Used by the main window. Window thread only.
#pragma once

#include <QObject>
#include <QString>

#include "document/model_layers.h"
#include "protocol/library.h"

namespace heddle::ui {

struct WindowContext;
class GraphWorkspace;
class LibraryPanel;

class LibraryController final : public QObject {
  Q_OBJECT
 public:
  LibraryController(const WindowContext& context, LibraryPanel& panel, GraphWorkspace& workspace);

  void list();

 private:
  void learn(const protocol::LibraryEntry& entry);
  void add(const QString& model, const protocol::CrossAttention& facts);
  void inspect(const QString& model);
  void addNode(const QString& type, const QString& param, const QString& path);

  const WindowContext& context_;
  LibraryPanel& panel_;
  GraphWorkspace& workspace_;
  document::ModelLayers& layers_;
};

}  // namespace heddle::ui
