#include "shell/dock_panels.h"

#include <QCoreApplication>
#include <QDockWidget>
#include <QMainWindow>
#include <QScrollArea>

#include "filmstrip/film_panel.h"
#include "filmstrip/film_strip.h"
#include "graph_view/graph_view.h"
#include "graph_view/outline_view.h"
#include "inspector/inspector_panel.h"
#include "library/library_panel.h"
#include "live/live_panel.h"
#include "shell/dock_title.h"
#include "shell/log_panel.h"
#include "shell/node_help.h"
#include "shell/queue_panel.h"
#include "workspace/window_context.h"

namespace heddle::ui {
namespace {

QScrollArea* scrolling(QWidget* inside) {
  auto* area = new QScrollArea;
  area->setProperty("surface", "panel");
  area->setWidgetResizable(true);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setWidget(inside);
  area->setFocusPolicy(Qt::NoFocus);
  return area;
}

QDockWidget* addDock(QMainWindow& window, const char* name, const QString& title, QWidget* inside,
                     Qt::DockWidgetArea area) {
  auto* dock = new QDockWidget(title, &window);
  dock->setObjectName(name);
  dock->setWidget(inside);
  dock->setTitleBarWidget(new DockTitle(dock));
  window.addDockWidget(area, dock);
  return dock;
}

QString translated(const char* title) { return QCoreApplication::translate("panels", title); }

}  // namespace

DockPanels makePanels(QMainWindow& window, const WindowContext& context, GraphView& graph) {
  window.setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
  window.setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
  DockPanels made;
  made.library = new LibraryPanel(&window);
  addDock(window, "library", translated(QT_TRANSLATE_NOOP("panels", "Library")), made.library, Qt::LeftDockWidgetArea);
  // The graph for screen readers and the keyboard.
  auto* outline = new OutlineView(context.document, graph);
  addDock(window, "outline", translated(QT_TRANSLATE_NOOP("panels", "Outline")), outline, Qt::LeftDockWidgetArea)
      ->hide();
  auto* live = new LivePanel(context.document, context.editors);
  addDock(window, "live", translated(QT_TRANSLATE_NOOP("panels", "Live")), scrolling(live), Qt::RightDockWidgetArea);
  made.inspector = new InspectorPanel(context.document, context.editors);
  addDock(window, "inspector", translated(QT_TRANSLATE_NOOP("panels", "Inspector")), scrolling(made.inspector),
          Qt::RightDockWidgetArea);
  made.help = new NodeHelp(&window);
  addDock(window, "help", translated(QT_TRANSLATE_NOOP("panels", "Help")), made.help, Qt::RightDockWidgetArea)->hide();
  made.film = new FilmStrip(context.results, &window);
  made.films = new FilmPanel(made.film, &window);
  addDock(window, "film", translated(QT_TRANSLATE_NOOP("panels", "Film strip")), made.films, Qt::BottomDockWidgetArea);
  auto* queue = new QueuePanel(context.queue, &window);
  addDock(window, "queue", translated(QT_TRANSLATE_NOOP("panels", "Queue")), queue, Qt::BottomDockWidgetArea);
  auto* log = new LogPanel(context, &window);
  addDock(window, "log", translated(QT_TRANSLATE_NOOP("panels", "Log")), log, Qt::BottomDockWidgetArea);
  QObject::connect(made.inspector, &InspectorPanel::pinRequested, live, &LivePanel::pin);
  return made;
}

}  // namespace heddle::ui
