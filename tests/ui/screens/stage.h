// The window that a scene is built in. Used by the scenes of the screens. The window's thread.
#pragma once

#include <QDockWidget>
#include <QImage>

#include "filmstrip/film_history.h"
#include "filmstrip/film_model.h"
#include "graph_view/graph_view.h"
#include "shell/action_table.h"
#include "shell/window_fixture.h"

namespace heddle::ui::screens {

struct Stage {
  Stage() { bench.window.setHistory(&film); }

  WindowFixture bench;
  // The line that searches the film strip is there where a history is.
  history::History history{{bench.folder.filePath("history.sqlite"), bench.folder.path(), bench.folder.path()}};
  FilmHistory film{history, bench.results};
  QImage reference = QImage::fromData(resourceBytes("graphs/first_reference.png"));

  MainWindow& window() { return bench.window; }
  GraphView& graph() { return *bench.window.findChild<GraphView*>(); }
  void act(const char* action) { bench.window.actions().action(action)->trigger(); }
  void raise(const char* dock) {
    auto* found = bench.window.findChild<QDockWidget*>(dock);
    found->show();
    found->raise();
  }
};

// The image in another colour.
QImage tinted(const QImage& image, int hue);

}  // namespace heddle::ui::screens
