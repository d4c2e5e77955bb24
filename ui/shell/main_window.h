// MainWindow: the graph and the picture in the middle, library left, Live and inspector right, film strip, queue and
// log below. It puts rooms together and holds no rule of its own. Used by studio_main. Thread rule: the window's
// thread.
#pragma once

#include <QMainWindow>
#include <functional>
#include <optional>

#include "document/document_file.h"
#include "session/step_history.h"
#include "shell/quick_fix.h"
#include "shell/window_context.h"

class QDockWidget;
class QLabel;
class QMenu;
class QPlainTextEdit;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace heddle::ui {

class ActionTable;
class CommandPalette;
class FilmHistory;
class FilmPanel;
class FilmStrip;
class GraphView;
class InspectorPanel;
class LibraryPanel;
class LivePanel;
class NodeHelp;
class NoticeBar;
class ReferenceSource;
class RunController;
class StepBar;
class StepController;
class Viewer;
class WelcomePage;

class MainWindow final : public QMainWindow {
  Q_OBJECT
 public:
  explicit MainWindow(WindowContext context);
  ~MainWindow() override;

  // A project, a graph.json, or a picture with its settings. Ends with a notice where it cannot be.
  void openFile(const QString& path);
  void openStart();
  // One of services::starters().
  void openStarter(const QString& id);
  // The first-run page, in the graph's place; the picture beside it goes on forming.
  void showWelcome();
  // Offers what a crashed program left.
  void offerLostWork();
  // Pictures of earlier sessions in the film strip, and the search over all.
  void setHistory(FilmHistory* history);
  [[nodiscard]] ActionTable& actions() { return *actions_; }
  [[nodiscard]] Viewer& viewer() { return *viewer_; }
  [[nodiscard]] NoticeBar& notices() { return *notices_; }

 protected:
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  // main_window.cpp: the places of things
  void makeCentre();
  void makeDocks();
  void makeStatusBar();
  void countTokensWhenPossible();
  QDockWidget* addDock(const QString& name, const QString& title, QWidget* inside, Qt::DockWidgetArea area);
  void restoreLayout(const QString& name);
  void resetLayout();
  void applyPreferences();
  void refreshTitle();
  void hideWelcome();

  // main_window_actions.cpp
  void makeActions();
  void makeFileActions();
  void makeRunActions();
  void makeViewActions();
  void makeMenus();
  void fillRecent();
  QMenu* makeStarterMenu();
  void showSettings(bool folders);
  void showNodeHelp();

  // main_window_files.cpp
  void connectFile();
  void askOpen();
  void pickFile(const QString& kind, std::function<void(QString)> then);
  void save();
  void askSaveAs(std::function<void()> then = {});
  void newDocument();
  void startFrom(graph::Graph graph, document::DocumentImages images);
  void confirmDiscardThen(std::function<void()> then);
  void importPicture(const QString& path);
  [[nodiscard]] document::DocumentImages keptPictures(const graph::Graph& graph) const;
  void askSavePicture(session::ResultId id);
  void addPictureNode(const QString& path, QPointF at);
  void offerRecovery(const QString& path, const QString& message, const std::vector<document::RecoveryChoice>& choices);

  // main_window_run.cpp
  void connectEngine();
  void connectQueue();
  void connectFilm();
  void showEngineState();
  void runFirst();  // the start graph, as soon as there is an engine that knows its settings
  void offerAnotherEngine();
  void showProgress();
  void sayProgress(const QString& text);
  void showViewer(bool shown);
  void onResult(const session::JobResult& result);
  void showNodeState(graph::NodeId node);
  void lookAt(session::ResultId id, bool compare);
  void restoreGraph(session::ResultId id);
  void log(const QString& line);
  void listLibrary();

  // main_window_care.cpp: what helps when something is wrong, and the window's own comfort
  void showMemory(const session::MemoryUse& memory);
  [[nodiscard]] bool isOnCpu() const;
  [[nodiscard]] QuickFix quickFixOf(graph::NodeId node) const;
  void applyQuickFix(graph::NodeId node);
  void chooseFileFor(const QuickFix::Place& place);
  void runOnCpu();
  void offerMissingPictures();
  void keepLayout(const QString& name);
  void restoreNamedLayout(const QString& name);

  WindowContext context_;
  ActionTable* actions_;
  RunController* runController_;
  ReferenceSource* references_;
  NoticeBar* notices_ = nullptr;
  GraphView* graph_ = nullptr;
  Viewer* viewer_ = nullptr;
  StepBar* steps_ = nullptr;
  session::StepHistory* stepHistory_ = nullptr;
  StepController* stepController_ = nullptr;
  QSplitter* centre_ = nullptr;
  QStackedWidget* work_ = nullptr;  // the graph, and what takes its place for a while
  WelcomePage* welcome_ = nullptr;
  LibraryPanel* library_ = nullptr;
  InspectorPanel* inspector_ = nullptr;
  LivePanel* live_ = nullptr;
  FilmStrip* film_ = nullptr;
  FilmPanel* films_ = nullptr;
  QPlainTextEdit* log_ = nullptr;
  CommandPalette* palette_ = nullptr;
  QPushButton* run_ = nullptr;
  QLabel* progress_ = nullptr;
  QLabel* device_ = nullptr;
  QLabel* timing_ = nullptr;
  QLabel* pixel_ = nullptr;
  QLabel* saved_ = nullptr;
  QLabel* memory_ = nullptr;
  NodeHelp* help_ = nullptr;
  QMenu* recent_ = nullptr;
  std::function<void()> afterSave_;
  std::optional<session::ResultId> waitingForLook_;
  bool waitsToCompare_ = false;
  std::pair<QString, double> look_;  // scheme and scale as they are applied
  bool mayClose_ = false;
  bool startsByItself_ = false;  // the start graph runs when the engine is there
};

}  // namespace heddle::ui
