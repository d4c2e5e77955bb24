// LibraryController: lists the models that the engine finds, and turns a chosen card into a node. Used by the main
// window. Window thread only.
#pragma once

#include <QObject>

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
  void addNode(const QString& type, const QString& param, const QString& path);

  const WindowContext& context_;
  LibraryPanel& panel_;
  GraphWorkspace& workspace_;
};

}  // namespace heddle::ui
