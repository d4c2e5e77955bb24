// Minimap: the whole graph small, in a corner of the view; a click or drag scrolls there. Used by GraphView. It is a
// child of the viewport: as a sibling above it, it would make every scroll step repaint the whole view. Thread rule:
// window's thread.
#pragma once

#include <QPixmap>
#include <QTimer>
#include <QWidget>

namespace heddle::ui {

class GraphScene;
class GraphView;

class Minimap final : public QWidget {
  Q_OBJECT
 public:
  Minimap(GraphView& view, const GraphScene& scene);

  // The graph changed: redraws soon, at most ten times a second.
  void schedule();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;

 private:
  void render();
  QTransform toScene() const;

  GraphView& view_;
  const GraphScene& scene_;
  QPixmap image_;
  QRectF shown_;  // of the scene
  QTimer timer_;
  bool isStale_ = true;
};

}  // namespace heddle::ui
