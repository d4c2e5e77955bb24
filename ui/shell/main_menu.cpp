#include "shell/main_menu.h"

#include <QCoreApplication>
#include <QMenu>
#include <QMenuBar>

#include "shell/action_table.h"
#include "shell/file_controller.h"
#include "shell/layout_menu.h"
#include "shell/workspace_pages.h"

namespace heddle::ui {
namespace {

QMenu* addMenu(QMenuBar& bar, const ActionTable& actions, const char* title, const QStringList& ids) {
  QMenu* made = bar.addMenu(QCoreApplication::translate("menus", title));
  for (const QString& id : ids) {
    if (id == "-") {
      made->addSeparator();
    } else if (QAction* action = actions.action(id)) {
      made->addAction(action);
    }
  }
  return made;
}

void fillFileMenu(QMenuBar& bar, const ActionTable& actions, FileController& files) {
  QMenu* file = addMenu(bar, actions, QT_TRANSLATE_NOOP("menus", "&File"), {"new"});
  file->addMenu(files.makeStarterMenu(actions));
  file->addAction(actions.action("open"));
  QMenu* recent = files.makeRecentMenu();
  file->addMenu(recent);
  QObject::connect(file, &QMenu::aboutToShow, recent, [recent, &files] { recent->setEnabled(files.hasRecent()); });
  for (const char* id : {"save", "save_as", "save_picture"}) file->addAction(actions.action(id));
  file->addSeparator();
  file->addAction(actions.action("settings"));
  file->addSeparator();
  file->addAction(actions.action("quit"));
}

void fillViewMenu(QMenuBar& bar, const ActionTable& actions, const WorkspacePages& workspaces, LayoutMenu& layouts) {
  QMenu* view = addMenu(bar, actions, QT_TRANSLATE_NOOP("menus", "&View"),
                        {"show_library", "show_outline", "show_live", "show_inspector", "show_film", "show_queue",
                         "show_log", "show_viewer", "show_help", "search_pictures", "paint_shown", "-", "fit_picture",
                         "actual_size", "wipe", "difference", "stop_comparing", "-", "reset_layout"});
  view->insertMenu(actions.action("reset_layout"), &layouts);
  if (workspaces.all().size() < 2) return;
  view->addSeparator();
  for (const Workspace& workspace : workspaces.all()) view->addAction(actions.action("show_" + workspace.id));
}

}  // namespace

void fillMenuBar(QMenuBar& bar, const ActionTable& actions, FileController& files, const WorkspacePages& workspaces,
                 LayoutMenu& layouts) {
  fillFileMenu(bar, actions, files);
  addMenu(bar, actions, QT_TRANSLATE_NOOP("menus", "&Edit"), {"undo", "redo", "-", "palette"});
  for (const Workspace& workspace : workspaces.all()) {
    if (workspace.menuTitle.isEmpty()) continue;
    QMenu* menu = bar.addMenu(workspace.menuTitle);
    for (QAction* action : workspace.actions) menu->addAction(action);
  }
  addMenu(bar, actions, QT_TRANSLATE_NOOP("menus", "&Run"),
          {"run", "run_first", "cancel", "cancel_all", "-", "hold", "step_back", "step_on", "branch", "-", "live", "-",
           "restart_engine"});
  fillViewMenu(bar, actions, workspaces, layouts);
  addMenu(bar, actions, QT_TRANSLATE_NOOP("menus", "&Help"), {"node_help", "-", "welcome"});
}

}  // namespace heddle::ui
