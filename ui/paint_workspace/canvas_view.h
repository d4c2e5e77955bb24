// CanvasView: shows the canvas with its mask as a tint and works the tools: brush, eraser, fill, lasso, rectangle,
// ellipse, hand, zoom. Wheel zooms at the cursor, Space or the middle button moves, holding \ shows the original. Used
// by the Paint workspace. Thread rule: the window's thread.
#pragma once

#include <QImage>
#include <QPolygonF>
#include <QWidget>

#include "paint/canvas.h"
#include "paint/mask_tools.h"

namespace heddle::ui {

enum class PaintTool { brush, eraser, fill, lasso, rectangle, ellipse, hand, zoom };

class CanvasView final : public QWidget {
  Q_OBJECT
 public:
  explicit CanvasView(paint::Canvas& canvas, QWidget* parent = nullptr);

  void setTool(PaintTool tool);
  [[nodiscard]] PaintTool tool() const { return tool_; }
  void setBrush(const paint::Brush& brush);
  [[nodiscard]] const paint::Brush& brush() const { return brush_; }
  void setTolerance(int tolerance) { tolerance_ = tolerance; }
  void fit();
  void zoomTo(double scale, QPointF at);
  [[nodiscard]] double zoom() const { return scale_; }
  // A place of the widget in pixels of the picture.
  [[nodiscard]] QPointF toImage(QPointF at) const { return (at - offset_) / scale_; }
  [[nodiscard]] QPointF toWidget(QPointF at) const { return at * scale_ + offset_; }

 Q_SIGNALS:
  void zoomChanged(double zoom);
  void brushResized(double size);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void keyReleaseEvent(QKeyEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  enum class Drag { none, paint, shape, pan };

  void refreshTint(const QRect& area);
  void refreshAll();
  void startTool(QPointF at, bool erases);
  void paintTo(QPointF at);
  [[nodiscard]] QPainterPath shape() const;
  void finishShape();
  void drawCheckers(QPainter& painter, const QRectF& place) const;
  void drawCursor(QPainter& painter) const;
  void keepInSight();
  void updateCursor();
  [[nodiscard]] paint::Brush activeBrush() const;

  paint::Canvas& canvas_;
  QImage tint_;  // the mask as a colour with alpha, of the picture's size
  PaintTool tool_ = PaintTool::brush;
  paint::Brush brush_;
  int tolerance_ = 24;
  double scale_ = 1;
  QPointF offset_, last_, cursor_{-1, -1};
  bool isFitted_ = true, hasSpace_ = false, isErasing_ = false, showsOriginal_ = false;
  Drag drag_ = Drag::none;
  double rest_ = 0;   // of the stroke's way since its last dab
  QPolygonF points_;  // of the shape that is drawn, in pixels of the picture
};

}  // namespace heddle::ui
