// Viewer: one image, or two compared. Wheel zooms at the cursor, Space or a button pans, F fits, 1 shows one pixel per
// pixel; W wipes, holding \ shows the other one, D the difference. Used by the shell. Thread rule: the window's thread.
#pragma once

#include <QImage>
#include <QString>
#include <QWidget>

namespace heddle::ui {

enum class ViewMode { single, wipe, difference };

class Viewer final : public QWidget {
  Q_OBJECT
 public:
  explicit Viewer(QWidget* parent = nullptr);

  // The zoom is kept while the size stays, so that a λ drag does not jump. `words` name the picture for screen readers.
  void setImage(const QImage& image, const QString& text = {});
  [[nodiscard]] const QImage& image() const { return a_; }
  // What A is compared with; null ends comparing.
  void setOther(const QImage& image, const QString& text = {});
  [[nodiscard]] bool hasOther() const { return !b_.isNull(); }
  void setMode(ViewMode mode);
  [[nodiscard]] ViewMode mode() const { return mode_; }
  void setFlipped(bool flipped);
  // The placeholder of an image that is not there yet.
  void setPlaceholder(const QString& text);

  void fit();
  void zoomTo(double scale, QPointF at);
  void zoomAtCentre(double factor);
  [[nodiscard]] double zoom() const { return scale_; }
  [[nodiscard]] double wipeShare() const { return wipe_; }

  QSize sizeHint() const override;

 Q_SIGNALS:
  void modeChanged(heddle::ui::ViewMode mode);
  void zoomChanged(double zoom);
  void pixelHovered(const QPoint& place, const QColor& colour);  // (-1, -1): none

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void keyReleaseEvent(QKeyEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  [[nodiscard]] QRectF imageRect() const;
  void paintImage(QPainter& painter, const QImage& image) const;
  void drawWipe(QPainter& painter) const;
  void drawGrid(QPainter& painter) const;
  void drawLabels(QPainter& painter) const;
  void keepInSight();
  void tellZoom();

  QImage a_, b_;
  QString aLabel_, bLabel_, placeholder_;
  ViewMode mode_ = ViewMode::single;
  double scale_ = 1.0;
  QPointF offset_;  // of the picture's corner in the widget
  bool isFitted_ = true;
  bool isFlipped_ = false;
  bool isPanning_ = false;
  bool isWiping_ = false;
  bool hasSpace_ = false;
  double wipe_ = 0.5;  // of the picture's width
  QPointF last_;
};

}  // namespace heddle::ui
