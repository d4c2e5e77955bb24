// CanvasView: shows the canvas with its masks as tints and gives pen, mouse and keys to the hand. Wheel zooms at the
// cursor, Space or the middle button moves, dragging with the right button resizes the brush, holding \ shows the
// original, left and right go through the variants. Used by the Paint workspace. Thread rule: the window's thread.
#pragma once

#include <QTimer>
#include <QWidget>
#include <optional>

#include "paint/canvas.h"
#include "paint_workspace/canvas_hand.h"
#include "paint_workspace/view_transform.h"

namespace heddle::ui {

class CanvasView final : public QWidget {
  Q_OBJECT
 public:
  CanvasView(paint::Canvas& canvas, CanvasHand& hand, QWidget* parent = nullptr);

  void setTool(PaintTool tool);
  [[nodiscard]] PaintTool tool() const { return hand_.tool(); }
  [[nodiscard]] const paint::Brush& brush() const { return hand_.settings().brush; }
  void fit();
  void zoomTo(double scale, QPointF at);
  [[nodiscard]] double zoom() const { return transform_.scale(); }
  void rotateBy(double degrees);
  void setMirrored(bool mirrored);
  [[nodiscard]] bool isMirrored() const { return transform_.isMirrored(); }
  // Upright, not mirrored, and all of it in sight.
  void resetView();
  // The active mask alone, in grey.
  void setGrey(bool grey);
  // A place of the widget in pixels of the picture.
  [[nodiscard]] QPointF toImage(QPointF at) const { return transform_.toCanvas().map(at); }
  [[nodiscard]] QPointF toWidget(QPointF at) const { return transform_.toWidget().map(at); }

 Q_SIGNALS:
  void zoomChanged(double zoom);
  void brushDragged(double size, double hardness);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void tabletEvent(QTabletEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void keyReleaseEvent(QKeyEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  enum class Drag { none, tool, pan, brush };

  void refreshAll();
  void refreshArea(const QRect& area);
  void march();
  void drawOverlay(QPainter& painter) const;
  void viewMoved();
  void moveCursor(QPointF at);
  void resizeBrush(QPointF at);
  void updateCursor();
  void flip(QKeyEvent* event);
  [[nodiscard]] CanvasHand::Pen penAt(QPointF at, Qt::KeyboardModifiers keys, double pressure = -1) const;

  paint::Canvas& canvas_;
  CanvasHand& hand_;
  ViewTransform transform_;
  QPointF last_, cursor_{-1, -1};
  bool isFitted_ = true, hasSpace_ = false, showsOriginal_ = false, isGrey_ = false;
  Drag drag_ = Drag::none;
  paint::Brush brushBefore_;  // its size is dragged from there
  QPointF pressed_;
  QTimer march_;  // of the active mask's edge
  int phase_ = 0;
};

}  // namespace heddle::ui
