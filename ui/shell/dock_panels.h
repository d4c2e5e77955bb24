// DockPanels: the panels around the window's centre, each in a dock with a name that layouts and actions use. Used by
// the main window. Window thread only.
#pragma once

class QMainWindow;

namespace heddle::ui {

struct WindowContext;
class FilmPanel;
class FilmStrip;
class GraphView;
class InspectorPanel;
class LibraryPanel;
class NodeHelp;

// Owned by the window.
struct DockPanels {
  LibraryPanel* library = nullptr;
  InspectorPanel* inspector = nullptr;
  NodeHelp* help = nullptr;
  FilmStrip* film = nullptr;
  FilmPanel* films = nullptr;  // the strip and its search
};

[[nodiscard]] DockPanels makePanels(QMainWindow& window, const WindowContext& context, GraphView& graph);

}  // namespace heddle::ui
