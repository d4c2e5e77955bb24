// Workspace: one page of the window's centre: the graph, the canvas, a comparison. A room of ui defines one by
// make<Name>Workspace; ui/CMakeLists.txt lists them. Used by the main window. A plain value, window thread only.
#pragma once

#include <QString>
#include <functional>
#include <vector>

class QAction;
class QUndoStack;
class QWidget;

namespace heddle::ui {

struct WindowContext;

struct Workspace {
  QString id;                           // "graph"
  QString title;                        // of its tab, and its group in the command palette
  QString menuTitle;                    // of its menu, with the mnemonic; empty: no menu
  QString icon;                         // the name of a drawing in resources/icons
  QWidget* widget = nullptr;            // the window becomes its parent
  std::vector<QAction*> actions = {};   // named "<id>.<what>": they get keys, the menu and the palette
  std::function<void()> activate = {};  // called when its page is shown; takes the keyboard focus
  bool hasOwnPanel = false;             // the panels of the graph's nodes make room while its page is shown
  QUndoStack* undo = nullptr;           // what Undo acts on while its page is shown; null: the document's
};

// All of them in the order of their tabs. Written by CMake from the list in ui/CMakeLists.txt.
[[nodiscard]] std::vector<Workspace> makeWorkspaces(const WindowContext& context);

}  // namespace heddle::ui
