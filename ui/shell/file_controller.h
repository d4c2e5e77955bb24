// FileController: opens, saves and starts documents, and asks before changes are lost. Used by the main window and the
// other controllers. Window thread only.
#pragma once

#include <QObject>
#include <functional>

#include "document/document_images.h"
#include "graph/graph.h"

class QMenu;
class QWidget;

namespace heddle::ui {

struct WindowContext;
class ActionTable;
class GraphWorkspace;
class NoticeBar;

class FileController final : public QObject {
  Q_OBJECT
 public:
  // `window` is the parent of dialogs and menus.
  FileController(const WindowContext& context, GraphWorkspace& workspace, NoticeBar& notices, QWidget* window);

  void addActions(ActionTable& actions);
  [[nodiscard]] QMenu* makeStarterMenu(const ActionTable& actions) const;
  [[nodiscard]] QMenu* makeRecentMenu();
  [[nodiscard]] bool hasRecent() const;

  // A project or a graph.json; an image comes as imageOpened. Ends with a notice where it cannot be opened.
  void openFile(const QString& path);
  void openStart();
  // One of document::starters().
  void openStarter(const QString& id);
  // Continues at once, or after the user has saved or discarded the changes.
  void confirmDiscardThen(std::function<void()> then);
  // Shows a document without a file.
  void startNew(graph::Graph graph, document::DocumentImages images);

 Q_SIGNALS:
  void imageOpened(const QString& path);
  void exampleOpened();

 private:
  void connectFile();
  void askOpen();
  void save();
  void askSaveAs(std::function<void()> then = {});
  void newDocument();
  void openExample(graph::Graph graph, document::DocumentImages images);
  void fillRecent(QMenu* menu);

  const WindowContext& context_;
  GraphWorkspace& workspace_;
  NoticeBar& notices_;
  QWidget* window_;
  std::function<void()> afterSave_;
};

}  // namespace heddle::ui
