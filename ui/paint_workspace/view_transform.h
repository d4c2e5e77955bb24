// ViewTransform: how the canvas is placed in its widget: zoomed, moved, rotated, mirrored. Used by the canvas's view.
// Thread rule: a plain value.
#pragma once

#include <QPointF>
#include <QSize>
#include <QTransform>

namespace heddle::ui {

class ViewTransform final {
 public:
  static constexpr double kLeast = 0.05, kMost = 64;

  [[nodiscard]] double scale() const { return scale_; }
  [[nodiscard]] double angle() const { return angle_; }
  [[nodiscard]] bool isMirrored() const { return isMirrored_; }
  [[nodiscard]] bool isUpright() const { return angle_ == 0 && !isMirrored_; }
  // From pixels of the canvas to the widget's.
  [[nodiscard]] const QTransform& toWidget() const { return toWidget_; }
  [[nodiscard]] const QTransform& toCanvas() const { return toCanvas_; }

  // All of the canvas in the middle of the widget, with `room` around it; rotation and mirror stay.
  void fit(QSize canvas, QSize widget, double room);
  // The place of the canvas that is at `at` in the widget stays there.
  void zoomTo(double scale, QPointF at);
  void rotateTo(double degrees, QPointF at);
  void setMirrored(bool mirrored, QPointF at);
  void moveBy(QPointF delta);
  // So that `rest` pixels of the canvas are within the widget.
  void keepInSight(QSize canvas, QSize widget, double rest);

 private:
  void build();
  template <typename Change>
  void changeAt(QPointF at, Change change);

  double scale_ = 1, angle_ = 0;
  bool isMirrored_ = false;
  QPointF offset_;
  QTransform toWidget_, toCanvas_;
};

}  // namespace heddle::ui
