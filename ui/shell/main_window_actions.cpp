// What the window can do, and the menus made from it.
#include <QCoreApplication>
#include <QDockWidget>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QUndoStack>

#include "dialogs/settings_page.h"
#include "filmstrip/film_panel.h"
#include "filmstrip/film_strip.h"
#include "graph_view/graph_view.h"
#include "inspector/inspector_panel.h"
#include "services/starters.h"
#include "shell/action_table.h"
#include "shell/command_palette.h"
#include "shell/hold_to_cancel.h"
#include "shell/layout_menu.h"
#include "shell/main_window.h"
#include "shell/run_controller.h"
#include "shell/step_controller.h"
#include "support/icons.h"
#include "support/notice_bar.h"
#include "support/theme.h"
#include "viewer/viewer.h"

namespace heddle::ui {

void MainWindow::makeActions() {
  makeFileActions();
  makeRunActions();
  makeViewActions();
  for (const ActionTable::Entry& entry : actions_->all()) {
    if (entry.action->parent() == actions_) addAction(entry.action);  // keys work without an open menu
  }
}

void MainWindow::makeFileActions() {
  const QString file = tr("File");
  actions_->add("new", file, tr("New"), "new", QKeySequence::New, [this] { newDocument(); });
  actions_->add("start", file, tr("New from the first example"), "heddle", {},
                [this] { confirmDiscardThen([this] { openStart(); }); });
  for (const services::Starter& starter : services::starters()) {
    QAction* made = actions_->add("starter." + starter.id, tr("New from starter"), starter.title, "", {},
                                  [this, id = starter.id] { openStarter(id); });
    made->setToolTip(starter.about);
    made->setStatusTip(starter.about);
  }
  actions_->add("open", file, tr("Open…"), "open", QKeySequence::Open, [this] { askOpen(); });
  actions_->add("save", file, tr("Save"), "save", QKeySequence::Save, [this] { save(); });
  actions_->add("save_as", file, tr("Save as…"), "", QKeySequence("Ctrl+Shift+S"), [this] { askSaveAs(); });
  actions_->add("save_picture", file, tr("Save the picture as…"), "picture", QKeySequence("Ctrl+E"), [this] {
    if (const session::ResultId id = film_->current(); context_.results.find(id) != nullptr) askSavePicture(id);
  });
  actions_->add("settings", file, tr("Settings…"), "settings", QKeySequence("Ctrl+,"), [this] { showSettings(false); });
  actions_->add("quit", file, tr("Quit"), "", QKeySequence("Ctrl+Q"), [this] { close(); });
  const QString edit = tr("Edit");
  QUndoStack* undo = context_.document.undoStack();
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
}

void MainWindow::makeRunActions() {
  const QString run = tr("Run");
  actions_->add("run", run, tr("Run"), "run", QKeySequence("Ctrl+Return"), [this] { runController_->run(); });
  actions_->add("run_first", run, tr("Run first"), "run_first", QKeySequence("Ctrl+Shift+Return"),
                [this] { runController_->runFirst(); });
  actions_->add("cancel", run, tr("Cancel"), "cancel", QKeySequence("Ctrl+Alt+Return"),
                [this] { context_.queue.cancelRunning(); });
  actions_->add("hold", run, tr("Pause or go on"), "pause", QKeySequence("Ctrl+Alt+Space"),
                [this] { stepController_->togglePause(); });
  actions_->add("step_back", run, tr("One step back"), "", QKeySequence("Ctrl+Alt+Left"),
                [this] { stepController_->stepBy(-1); });
  actions_->add("step_on", run, tr("One step on"), "", QKeySequence("Ctrl+Alt+Right"), [this] { stepController_->stepBy(1); });
  actions_->add("branch", run, tr("Branch from this step"), "", QKeySequence("Ctrl+Alt+B"),
                [this] { stepController_->branchHere(); });
  actions_->add("cancel_all", run, tr("Cancel everything"), "", {}, [this] { context_.queue.cancelAll(); });
  QAction* live = actions_->add("live", run, tr("Run while a slider moves"), "", {}, [this] {
    services::Preferences preferences = context_.settings.preferences();
    preferences.runsLive = !preferences.runsLive;
    context_.settings.setPreferences(preferences);
  });
  live->setCheckable(true);
  live->setChecked(context_.settings.preferences().runsLive);
  connect(&context_.settings, &services::Settings::changed, live,
          [this, live] { live->setChecked(context_.settings.preferences().runsLive); });
  actions_->add("restart_engine", run, tr("Restart the engine"), "retry", {}, [this] {
    context_.engine.state() == session::EngineState::ready ? context_.engine.restart(tr("restarted by hand"))
                                                         : context_.engine.start();
  });
}

void MainWindow::makeViewActions() {
  const QString view = tr("View");
  for (QDockWidget* dock : findChildren<QDockWidget*>()) {
    dock->toggleViewAction()->setText(dock->windowTitle());
    actions_->adopt("show_" + dock->objectName(), view, dock->toggleViewAction());
  }
  actions_->add("show_viewer", view, tr("Viewer"), "picture", {},
                [this] { showViewer(!viewer_->isVisible()); });
  actions_->add("search_pictures", view, tr("Search all pictures"), "search", QKeySequence("Ctrl+Shift+F"), [this] {
    findChild<QDockWidget*>("film")->show();
    films_->focusSearch();
  });
  actions_->add("fit_picture", view, tr("Fit the picture"), "fit", {}, [this] { viewer_->fit(); });
  actions_->add("actual_size", view, tr("Picture pixel for pixel"), "", {},
                [this] { viewer_->zoomTo(1.0, QRectF(viewer_->rect()).center()); });
  actions_->add("wipe", view, tr("Wipe between A and B"), "wipe", {},
                [this] { viewer_->setMode(viewer_->mode() == ViewMode::wipe ? ViewMode::single : ViewMode::wipe); });
  actions_->add("difference", view, tr("Difference of A and B"), "difference", {}, [this] {
    viewer_->setMode(viewer_->mode() == ViewMode::difference ? ViewMode::single : ViewMode::difference);
  });
  actions_->add("stop_comparing", view, tr("Stop comparing"), "close", {}, [this] { viewer_->setOther({}); });
  actions_->add("reset_layout", view, tr("Panels back to their places"), "", {}, [this] { resetLayout(); });
  actions_->add("node_help", tr("Help"), tr("Help on the selected node"), "help", QKeySequence("F1"),
                [this] { showNodeHelp(); });
  actions_->add("welcome", tr("Help"), tr("Welcome page"), "heddle", {}, [this] { showWelcome(); });
  for (QAction* action : graph_->findChildren<QAction*>()) {
    if (action->objectName().startsWith("graph.")) actions_->adopt(action->objectName(), tr("Graph"), action);
  }
}

void MainWindow::makeMenus() {
  const auto menu = [this](const QString& title, const QStringList& ids) {
    QMenu* made = menuBar()->addMenu(title);
    for (const QString& id : ids) {
      if (id == "-") {
        made->addSeparator();
      } else if (QAction* action = actions_->action(id)) {
        made->addAction(action);
      }
    }
    return made;
  };
  QMenu* file = menu(tr("&File"), {"new"});
  file->addMenu(makeStarterMenu());
  file->addAction(actions_->action("open"));
  recent_ = file->addMenu(tr("Open recent"));
  connect(recent_, &QMenu::aboutToShow, this, &MainWindow::fillRecent);
  connect(file, &QMenu::aboutToShow, this, [this] { recent_->setEnabled(!context_.settings.recentFiles().isEmpty()); });
  for (const char* id : {"save", "save_as", "save_picture"}) file->addAction(actions_->action(id));
  file->addSeparator();
  file->addAction(actions_->action("settings"));
  file->addSeparator();
  file->addAction(actions_->action("quit"));
  menu(tr("&Edit"), {"undo", "redo", "-", "palette"});
  QMenu* graph = menuBar()->addMenu(tr("&Graph"));
  for (const ActionTable::Entry& entry : actions_->all()) {
    if (entry.id.startsWith("graph.")) graph->addAction(entry.action);
  }
  menu(tr("&Run"), {"run", "run_first", "cancel", "cancel_all", "-", "hold", "step_back", "step_on", "branch", "-",
                    "live", "-", "restart_engine"});
  QMenu* view = menu(tr("&View"),
       {"show_library", "show_outline", "show_live", "show_inspector", "show_film", "show_queue", "show_log",
        "show_viewer", "show_help", "search_pictures", "-", "fit_picture", "actual_size", "wipe", "difference", "stop_comparing", "-", "reset_layout"});
  auto* layouts = new LayoutMenu(context_.settings, this);
  view->insertMenu(actions_->action("reset_layout"), layouts);
  connect(layouts, &LayoutMenu::keepRequested, this, &MainWindow::keepLayout);
  connect(layouts, &LayoutMenu::restoreRequested, this, &MainWindow::restoreNamedLayout);
  menu(tr("&Help"), {"node_help", "-", "welcome"});

  auto* corner = new QWidget(this);
  auto* row = new QHBoxLayout(corner);
  row->setContentsMargins(0, scaled(5), scaled(8), scaled(5));
  row->setSpacing(scaled(12));
  progress_ = new QLabel(corner);
  progress_->setProperty("tone", "faint");
  run_ = new QPushButton(tr("Run"), corner);
  run_->setProperty("kind", "primary");
  run_->setAutoDefault(false);
  run_->setFocusPolicy(Qt::TabFocus);
  row->addWidget(progress_);
  row->addWidget(run_);
  menuBar()->setCornerWidget(corner, Qt::TopRightCorner);
  connect(run_, &QPushButton::clicked, this,
          [this] { context_.queue.running() != nullptr ? context_.queue.cancelRunning() : runController_->run(); });
  new HoldToCancel(
      run_, [this] { return context_.queue.running() != nullptr; }, [this] { context_.queue.cancelRunning(); });
}

QMenu* MainWindow::makeStarterMenu() {
  auto* starters = new QMenu(tr("New from starter"), this);
  starters->setToolTipsVisible(true);
  for (const services::Starter& starter : services::starters()) {
    starters->addAction(actions_->action("starter." + starter.id));
  }
  starters->addSeparator();
  starters->addAction(actions_->action("start"));
  return starters;
}

void MainWindow::fillRecent() {
  recent_->clear();
  for (const QString& path : context_.settings.recentFiles()) {
    QAction* action = recent_->addAction(QFileInfo(path).fileName(), this, [this, path] { openFile(path); });
    action->setToolTip(path);
  }
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
  connect(page, &QDialog::finished, this, &MainWindow::listLibrary);
  page->open();
}

}  // namespace heddle::ui
