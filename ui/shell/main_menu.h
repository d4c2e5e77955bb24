// The menus of the main window, filled from its actions. Used by MainWindow. Window thread only.
#pragma once

class QMenu;
class QMenuBar;

namespace heddle::ui {

class ActionTable;
class FileController;
class LayoutMenu;
class WorkspacePages;

void fillMenuBar(QMenuBar& bar, const ActionTable& actions, FileController& files, const WorkspacePages& workspaces,
                 LayoutMenu& layouts);

}  // namespace heddle::ui
