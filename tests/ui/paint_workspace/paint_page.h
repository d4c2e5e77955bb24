// The Paint page of a real window, and what a hand does there: drops, strokes, clicks. Used by the tests of the Paint
// workspace. Thread rule: the window's thread.
#pragma once

#include <QAction>
#include <QDropEvent>
#include <QMimeData>
#include <QPushButton>
#include <QTest>
#include <QUrl>

#include "paint_workspace/paint_panel.h"
#include "paint_workspace/paint_workspace.h"
#include "shell/action_table.h"
#include "shell/window_fixture.h"
#include "support/qt_test.h"

namespace heddle::ui {

class PaintPage final {
 public:
  explicit PaintPage(const session::EngineCommand& command = {"/nonexistent/heddle", {"engine", "--stdio"}})
      : bench(command) {
    bench.window.resize(1280, 800);
    bench.window.show();
    bench.window.actions().action("show_paint")->trigger();
    page = bench.window.findChild<PaintWorkspace*>();
  }

  void start() {
    bench.engine.start();
    QTRY_VERIFY(bench.engine.isReady());
  }
  // A sampler of few steps, for runs of which only the pixels outside count.
  void setSteps(std::int64_t steps) { bench.document.setParam(bench.document.addNode("sample", {}), "steps", steps); }

  void drop(const QString& path, QPoint at) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(page, &enter);  // Qt delivers a drop to where it entered alone
    QDropEvent event(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(page, &event);
  }
  void dropOnCanvas(const QString& path) { drop(path, page->view().geometry().center()); }
  void dropOnPanel(const QString& path) { drop(path, page->findChild<PaintPanel*>()->geometry().center()); }

  [[nodiscard]] QPoint place(QPointF at) const { return page->view().toWidget(at).toPoint(); }
  void drag(QPointF from, QPointF to, Qt::KeyboardModifiers keys = {}, Qt::MouseButton button = Qt::LeftButton) {
    QTest::mousePress(&page->view(), button, keys, place(from));
    for (int i = 1; i <= 5; ++i) QTest::mouseMove(&page->view(), place(from + (to - from) * (i / 5.0)));
    QTest::mouseRelease(&page->view(), button, keys, place(to));
  }
  void click(QPointF at, Qt::KeyboardModifiers keys = {}) {
    QTest::mouseClick(&page->view(), Qt::LeftButton, keys, place(at));
  }
  void use(const QString& id) { action(id)->trigger(); }
  [[nodiscard]] QAction* action(const QString& id) const { return page->findChild<QAction*>("paint." + id); }
  [[nodiscard]] QPushButton* run() const { return page->findChild<QPushButton*>("paintRun"); }
  [[nodiscard]] QPushButton* button(const QString& text) const {
    for (QPushButton* each : page->findChildren<QPushButton*>()) {
      if (each->text() == text) return each;
    }
    return nullptr;
  }
  [[nodiscard]] int at(int x, int y) const { return page->canvas().mask().at(x, y); }
  [[nodiscard]] QImage flat() const { return paint::flattened(page->canvas().state()); }

  WindowFixture bench;
  PaintWorkspace* page = nullptr;
};

}  // namespace heddle::ui
