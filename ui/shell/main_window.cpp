#include "shell/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QFileInfo>
#include <QMenuBar>
#include <QMimeData>
#include <QScreen>
#include <QStatusBar>
#include <QUndoGroup>
#include <QUndoStack>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "compare/compare_workspace.h"
#include "dialogs/settings_page.h"
#include "document/model_layers.h"
#include "filmstrip/film_history.h"
#include "filmstrip/film_panel.h"
#include "filmstrip/film_strip.h"
#include "graph_view/graph_view.h"
#include "graph_workspace/graph_workspace.h"
#include "library/library_panel.h"
#include "paint_workspace/paint_workspace.h"
#include "session/engine_command.h"
#include "session/result_scores.h"
#include "shell/action_table.h"
#include "shell/command_palette.h"
#include "shell/dock_layout.h"
#include "shell/file_controller.h"
#include "shell/image_controller.h"
#include "shell/layout_menu.h"
#include "shell/library_controller.h"
#include "shell/main_menu.h"
#include "shell/node_controller.h"
#include "shell/recovery_controller.h"
#include "shell/reference_source.h"
#include "shell/result_controller.h"
#include "shell/run_bar.h"
#include "shell/run_controller.h"
#include "shell/status_line.h"
#include "shell/step_controller.h"
#include "shell/workspace_pages.h"
#include "support/icons.h"
#include "support/notice_bar.h"
#include "support/theme.h"
#include "viewer/viewer.h"

namespace heddle::ui {
namespace {

// Most of the screen, and no less than the mocks' size.
QSize usualSize() {
  const QSize screen = QGuiApplication::primaryScreen()->availableSize();
  return QSize(scaled(1600), scaled(1000)).boundedTo(screen).expandedTo({1280, 800});
}

}  // namespace

MainWindow::MainWindow(WindowContext context) : context_(std::move(context)), actions_(new ActionTable(this)) {
  setObjectName("MainWindow");
  setWindowIcon(applicationIcon());
  setAcceptDrops(true);
  setDockOptions(QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks);
  setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
  context_.editors.modelLayers = new document::ModelLayers(this);
  context_.families = new document::ModelFamilies(this);
  context_.document.setWireRule([&document = context_.document, families = context_.families](
                                    const graph::Graph& before, const graph::Graph& after) {
    return families ? families->newConflict(before, after, document.catalog()) : QString();
  });
  context_.editors.pickFile = [this](const QString& kind, std::function<void(QString)> then) {
    images_->pickFile(kind, std::move(then));
  };
  context_.editors.reference = [this](graph::NodeId node, std::function<void(QImage)> then) {
    references_->ask(node, std::move(then));
  };
  connect(&context_.engine, &session::EngineClient::connected, this, [this](const protocol::EngineInfo& info) {
    if (info.catalog) context_.document.setCatalog(*info.catalog);  // before a controller runs with it
  });
  makeCentre();
  makeDocks();
  makeControllers();
  makeActions();
  makeMenus();
  palette_ = new CommandPalette(*actions_, this);
  connect(&context_.settings, &settings::Settings::changed, this, &MainWindow::applyPreferences);
  connect(&context_.document, &document::Document::modifiedChanged, this, &MainWindow::refreshTitle);
  connect(&context_.document, &document::Document::pathChanged, this, &MainWindow::refreshTitle);
  connect(&context_.file, &document::DocumentFile::saved, this, &MainWindow::refreshTitle);
  resize(usualSize());
  layout_->reset();
  layout_->restoreLast();
  const settings::Preferences& preferences = context_.settings.preferences();
  look_ = {preferences.scheme, preferences.scale};
  actions_->applyKeys(preferences.keys);
  refreshTitle();
}

MainWindow::~MainWindow() {
  // Children receive the document's signals until they are gone; the window's own slots must not. Its controllers go
  // before them.
  disconnect(&context_.document, nullptr, this, nullptr);
  disconnect(&context_.engine, nullptr, this, nullptr);
}

void MainWindow::makeCentre() {
  auto* centre = new QWidget(this);
  auto* rows = new QVBoxLayout(centre);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(0);
  notices_ = new NoticeBar(centre);
  rows->addWidget(notices_);
  workspaces_ = new WorkspacePages(makeWorkspaces(context_), centre);
  graph_ = workspaces_->findChild<GraphWorkspace*>();
  rows->addWidget(workspaces_, 1);
  setCentralWidget(centre);
}

void MainWindow::makeDocks() {
  panels_ = makePanels(*this, context_, graph_->graph());
  connect(panels_.library, &LibraryPanel::foldersRequested, this, [this] { showSettings(true); });
}

void MainWindow::makeControllers() {
  layout_ = std::make_unique<DockLayout>(*this, *graph_, context_.settings);
  files_ = std::make_unique<FileController>(context_, *graph_, *notices_, this);
  images_ = std::make_unique<ImageController>(context_, ImageController::Parts{*graph_, *files_, *notices_, this});
  references_ = std::make_unique<ReferenceSource>(context_.document, context_.file, context_.states);
  library_ = std::make_unique<LibraryController>(context_, *panels_.library, *graph_);  // lists before the first run
  runs_ = std::make_unique<RunController>(context_, *notices_);
  steps_ = std::make_unique<StepController>(context_, *graph_, *runs_, *notices_);
  recovery_ = std::make_unique<RecoveryController>(context_, *graph_, *images_, *notices_);
  nodes_ = std::make_unique<NodeController>(
      context_, NodeController::Parts{*graph_, *panels_.inspector, *panels_.help, *references_, *recovery_});
  results_ = std::make_unique<ResultController>(
      context_, ResultController::Parts{*graph_, *panels_.film, *steps_, *files_, *images_, *notices_});
  scores_ = std::make_unique<session::ResultScores>(context_.engine, context_.queue, context_.results);
  status_ = std::make_unique<StatusLine>(context_, graph_->viewer(), *statusBar());
  if (auto* paint = workspaces_->findChild<PaintWorkspace*>(); paint != nullptr) {
    connect(panels_.film, &FilmStrip::paintRequested, paint, &PaintWorkspace::openResult);
    connect(paint, &PaintWorkspace::shown, workspaces_, [this] { workspaces_->showPage("paint"); });
  }
  connect(panels_.library, &LibraryPanel::starterRequested, files_.get(), &FileController::openStarter);
  connect(files_.get(), &FileController::exampleOpened, runs_.get(), &RunController::runWhenReady);
  connect(recovery_.get(), &RecoveryController::settingsRequested, this, [this] { showSettings(false); });
  connect(recovery_.get(), &RecoveryController::logRequested, this, [this] { showDock("log"); });
  connect(&graph_->graph(), &GraphView::refused, notices_,
          [this](const QString& text) { notices_->showNotice("graph", text); });
  connectCompare();
}

void MainWindow::connectCompare() {
  auto* compare = workspaces_->findChild<CompareWorkspace*>();
  connect(panels_.film, &FilmStrip::sideBySideRequested, this, [this, compare](const auto& ids) {
    workspaces_->showPage("compare");
    compare->showResults(ids);
  });
  connect(compare, &CompareWorkspace::kept, this, [this](session::ResultId id) {
    workspaces_->showPage("graph");
    results_->show(id);
  });
  connect(compare, &CompareWorkspace::branchRequested, steps_.get(), &StepController::branchFrom);
  connect(compare, &CompareWorkspace::restoreRequested, this, [this](session::ResultId id) {
    workspaces_->showPage("graph");
    results_->restoreGraph(id);
  });
  connect(workspaces_, &WorkspacePages::pageShown, this, [this](const QString& id) {
    runs_->setFollowsSliders(id == "graph");
    const auto shown = std::ranges::find(workspaces_->all(), id, &Workspace::id);
    layout_->setAside(shown != workspaces_->all().end() && shown->hasOwnPanel);
  });
}

// Undo belongs to the page that is shown.
QUndoGroup* MainWindow::makeUndoGroup() {
  auto* group = new QUndoGroup(this);
  QUndoStack* usual = context_.document.undoStack();
  group->addStack(usual);
  for (const Workspace& workspace : workspaces_->all()) {
    if (workspace.undo != nullptr) group->addStack(workspace.undo);
  }
  const auto follow = [this, group, usual](const QString& id) {
    const auto shown = std::ranges::find(workspaces_->all(), id, &Workspace::id);
    const bool isOwn = shown != workspaces_->all().end() && shown->undo != nullptr;
    group->setActiveStack(isOwn ? shown->undo : usual);
  };
  connect(workspaces_, &WorkspacePages::pageShown, group, follow);
  follow(workspaces_->shownPage());
  return group;
}

void MainWindow::makeActions() {
  files_->addActions(*actions_);
  results_->addFileActions(*actions_);
  const QString file = tr("File"), edit = tr("Edit");
  actions_->add("settings", file, tr("Settings…"), "settings", QKeySequence("Ctrl+,"), [this] { showSettings(false); });
  actions_->add("quit", file, tr("Quit"), "", QKeySequence("Ctrl+Q"), [this] { close(); });
  QUndoGroup* undo = makeUndoGroup();
  QAction* back = undo->createUndoAction(actions_, tr("Undo"));
  back->setShortcut(QKeySequence("Ctrl+Z"));
  back->setIcon(icon("undo"));
  actions_->adopt("undo", edit, back);
  QAction* again = undo->createRedoAction(actions_, tr("Redo"));
  again->setShortcut(QKeySequence("Ctrl+Shift+Z"));
  again->setIcon(icon("redo"));
  actions_->adopt("redo", edit, again);
  actions_->add("palette", edit, tr("Command palette…"), "command", QKeySequence("Ctrl+K"),
                [this] { palette_->open(); });
  runs_->addRunActions(*actions_);
  steps_->addActions(*actions_);
  runs_->addQueueActions(*actions_);
  makeViewActions();
  for (const ActionTable::Entry& entry : actions_->all()) {
    if (entry.action->parent() == actions_) addAction(entry.action);  // keys work without an open menu
  }
}

void MainWindow::makeViewActions() {
  const QString view = tr("View"), help = tr("Help");
  for (QDockWidget* dock : findChildren<QDockWidget*>()) {
    dock->toggleViewAction()->setText(dock->windowTitle());
    actions_->adopt("show_" + dock->objectName(), view, dock->toggleViewAction());
  }
  actions_->add("show_viewer", view, tr("Viewer"), "picture", {},
                [this] { graph_->setViewerVisible(!viewer().isVisible()); });
  actions_->add("search_pictures", view, tr("Search all pictures"), "search", QKeySequence("Ctrl+Shift+F"), [this] {
    findChild<QDockWidget*>("film")->show();
    panels_.films->focusSearch();
  });
  results_->addViewActions(*actions_);
  QAction* paintOn = actions_->add("paint_shown", view, tr("Paint on the picture that is shown"), "brush", {}, [this] {
    if (viewer().image().isNull()) return notices_->showNotice("paint", tr("There is no picture in the viewer yet."));
    auto* paint = workspaces_->findChild<PaintWorkspace*>();
    paint->openImage(viewer().image(), tr("picture"));
    workspaces_->showPage("paint");
  });
  viewer().setContextMenuPolicy(Qt::ActionsContextMenu);
  viewer().addAction(paintOn);
  static_cast<QWidget&>(graph_->graph()).addAction(paintOn);  // a chosen node's picture is the one that is shown
  actions_->add("reset_layout", view, tr("Panels back to their places"), "", {}, [this] { layout_->reset(); });
  actions_->add("node_help", help, tr("Help on the selected node"), "help", QKeySequence("F1"),
                [this] { nodes_->showHelp(); });
  actions_->add("welcome", help, tr("Welcome page"), "heddle", {}, [this] { showWelcome(); });
  for (const Workspace& workspace : workspaces_->all()) {
    for (QAction* action : workspace.actions) actions_->adopt(action->objectName(), workspace.title, action);
    if (workspaces_->all().size() < 2) continue;
    actions_->add("show_" + workspace.id, view, workspace.title, workspace.icon, {},
                  [this, id = workspace.id] { workspaces_->showPage(id); });
  }
}

void MainWindow::makeMenus() {
  auto* layouts = new LayoutMenu(context_.settings, this);
  connect(layouts, &LayoutMenu::keepRequested, this, [this](const QString& name) { layout_->keepAs(name); });
  connect(layouts, &LayoutMenu::restoreRequested, this, [this](const QString& name) { layout_->restoreNamed(name); });
  fillMenuBar(*menuBar(), *actions_, *files_, *workspaces_, *layouts);
  new RunBar(context_.queue, *runs_, menuBar());
}

void MainWindow::showSettings(bool folders) {
  if (auto* open = findChild<SettingsPage*>()) {
    if (folders) open->showFolders();
    return open->raise();
  }
  std::vector<KeyEntry> keys;
  for (const ActionTable::Entry& entry : actions_->all()) {
    keys.push_back({entry.id, plainText(*entry.action), entry.usual.toString(QKeySequence::PortableText)});
  }
  auto* page = new SettingsPage(
      context_.settings, keys, [this](const QMap<QString, QString>& chosen) { return actions_->conflicts(chosen); },
      this);
  page->setAttribute(Qt::WA_DeleteOnClose);
  if (folders) page->showFolders();
  connect(page, &QDialog::finished, library_.get(), &LibraryController::list);
  page->open();
}

void MainWindow::showDock(const QString& name) {
  auto* dock = findChild<QDockWidget*>(name);
  dock->show();
  dock->raise();
}

void MainWindow::applyPreferences() {
  const settings::Preferences& preferences = context_.settings.preferences();
  // A theme repaints every widget: a fifth of a second.
  if (std::exchange(look_, {preferences.scheme, preferences.scale}) != look_) {
    const Theme theme = makeTheme(schemeFromName(preferences.scheme), preferences.scale);
    applyTheme(theme);
    graph_->graph().setTheme(theme);
  }
  actions_->applyKeys(preferences.keys);
  context_.engine.setSettings(session::engineSettingsOf(preferences));
  if (context_.engineCommand) context_.engine.setCommand(context_.engineCommand(preferences));
}

void MainWindow::refreshTitle() {
  const QString path = context_.document.path();
  const QString name = path.isEmpty() ? tr("untitled") : QFileInfo(path).fileName();
  setWindowTitle(name + QStringLiteral("[*] · Heddle"));
  setWindowModified(context_.document.isModified());
}

Viewer& MainWindow::viewer() { return graph_->viewer(); }
void MainWindow::setHistory(FilmHistory* history) {
  panels_.films->setHistory(history);
  connect(scores_.get(), &session::ResultScores::olderWanted, history, &FilmHistory::askOlder);
}
void MainWindow::offerLostWork() { recovery_->offerLostWork(); }
void MainWindow::openFile(const QString& path) { files_->openFile(path); }
void MainWindow::openStart() { files_->openStart(); }

void MainWindow::showWelcome() {
  workspaces_->showPage("graph");
  graph_->showWelcome();
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (!mayClose_ && context_.document.isModified()) {
    event->ignore();
    files_->confirmDiscardThen([this] {
      mayClose_ = true;
      close();
    });
    return;
  }
  layout_->keepLast();
  event->accept();
  QApplication::quit();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  const auto urls = event->mimeData()->urls();
  if (!urls.isEmpty() && urls.front().isLocalFile()) openFile(urls.front().toLocalFile());
  event->acceptProposedAction();
}

void MainWindow::changeEvent(QEvent* event) {
  QMainWindow::changeEvent(event);
  if (event->type() == QEvent::ActivationChange && isActiveWindow()) context_.file.checkDisk();
}

}  // namespace heddle::ui
