// MainWindow: the workspaces in the centre, library left, Live and inspector right, film strip, queue and log below. It
// makes the panels, the menus and the controllers, which hold the behaviour. Used by studio_main. Window thread only.
#pragma once

#include <QMainWindow>
#include <memory>

#include "shell/dock_panels.h"
#include "workspace/window_context.h"

class QUndoGroup;

namespace heddle::session {
class ResultScores;
}

namespace heddle::ui {

class ActionTable;
class CommandPalette;
class DockLayout;
class FileController;
class FilmHistory;
class GraphWorkspace;
class ImageController;
class LibraryController;
class NodeController;
class NoticeBar;
class RecoveryController;
class ReferenceSource;
class ResultController;
class RunController;
class StepController;
class Viewer;
class WorkspacePages;

class MainWindow final : public QMainWindow {
  Q_OBJECT
 public:
  explicit MainWindow(WindowContext context);
  ~MainWindow() override;

  // Shows the pictures of earlier sessions in the film strip, and the search over all.
  void setHistory(FilmHistory* history);
  // The first-run page.
  void showWelcome();
  // Offers what a crashed program left.
  void offerLostWork();
  void openFile(const QString& path);
  void openStart();
  [[nodiscard]] ActionTable& actions() { return *actions_; }
  [[nodiscard]] RunController& runs() { return *runs_; }
  [[nodiscard]] Viewer& viewer();
  [[nodiscard]] NoticeBar& notices() { return *notices_; }

 protected:
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void makeCentre();
  void makeDocks();
  void makeControllers();
  void connectCompare();
  void makeActions();
  QUndoGroup* makeUndoGroup();
  void makeViewActions();
  void makeMenus();
  void showSettings(bool folders);
  void showDock(const QString& name);
  void applyPreferences();
  void refreshTitle();

  WindowContext context_;
  ActionTable* actions_;
  NoticeBar* notices_ = nullptr;
  WorkspacePages* workspaces_ = nullptr;
  GraphWorkspace* graph_ = nullptr;  // one of them
  CommandPalette* palette_ = nullptr;
  DockPanels panels_;
  std::unique_ptr<DockLayout> layout_;
  std::unique_ptr<FileController> files_;
  std::unique_ptr<ImageController> images_;
  std::unique_ptr<ReferenceSource> references_;
  std::unique_ptr<RunController> runs_;
  std::unique_ptr<StepController> steps_;
  std::unique_ptr<RecoveryController> recovery_;
  std::unique_ptr<NodeController> nodes_;
  std::unique_ptr<ResultController> results_;
  std::unique_ptr<LibraryController> library_;
  std::unique_ptr<QObject> status_;
  std::unique_ptr<session::ResultScores> scores_;
  std::pair<QString, double> look_;  // scheme and scale as they are applied
  bool mayClose_ = false;
};

}  // namespace heddle::ui
