// RangeSlider: two thumbs on one track, for a share of the steps ("from 0 % to 60 %"). Used by lane editors.
// Thread rule: the window's thread.
#pragma once

#include <QWidget>

namespace heddle::ui {

class RangeSlider final : public QWidget {
  Q_OBJECT
 public:
  explicit RangeSlider(QWidget* parent = nullptr);

  void setLabel(const QString& text);
  // Both in [0, 1]; start stays at or below end. Signals nothing.
  void setRange(double start, double end);
  [[nodiscard]] double start() const { return start_; }
  [[nodiscard]] double end() const { return end_; }

  QSize sizeHint() const override;

 Q_SIGNALS:
  void rangeDragged(double start, double end);
  void rangeCommitted(double start, double end);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  enum class Thumb { none, start, end };
  [[nodiscard]] double placeOf(double share) const;
  void moveThumb(Thumb thumb, double share);

  QString label_;
  double start_ = 0.0, end_ = 1.0;
  Thumb held_ = Thumb::none;
  Thumb current_ = Thumb::start;  // which one the keys move; Tab is left to the window, Space changes over
};

}  // namespace heddle::ui
