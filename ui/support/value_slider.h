// ValueSlider: look.md's slider. Label left, value right (click to type), track below; double-click resets, the wheel
// steps, Shift is fine, arrow keys work. Used by the inspector, the Live panel and settings. Thread rule: the window's.
#pragma once

#include <QWidget>
#include <optional>

class QLineEdit;
class QToolButton;

namespace heddle::ui {

struct SliderRange {
  double low = 0.0, high = 1.0;          // no value is outside
  double softLow = 0.0, softHigh = 1.0;  // what the track spans; typed values may go beyond it
  double step = 0.01;                    // of the wheel and the arrow keys; Shift takes a tenth
  double initial = 0.0;                  // the value that a double-click restores
  bool isWhole = false;
};

class ValueSlider final : public QWidget {
  Q_OBJECT
 public:
  explicit ValueSlider(QWidget* parent = nullptr);

  void setLabel(const QString& text);
  [[nodiscard]] const QString& label() const { return label_; }
  void setRange(const SliderRange& range);
  [[nodiscard]] const SliderRange& range() const { return range_; }
  // Without a track it is one row: label and value.
  void setTrackVisible(bool visible);
  void setLaneButton(bool visible);
  void setLaneOpen(bool open);
  // The text shown instead of the value where a number is not enough ("style only"); empty: the number.
  void setValueText(const QString& text);

  void setValue(double value);  // signals nothing
  [[nodiscard]] double value() const { return value_; }
  [[nodiscard]] QString valueText() const;
  // As if the user had set it: clamped to the range and signalled.
  void choose(double value);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void valueDragged(double value);    // while the mouse is down
  void valueCommitted(double value);  // released, typed, stepped, reset
  void dragCancelled();               // Escape while the mouse was down: nothing changes
  void laneRequested();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct Drag {
    double before = 0;  // the value at the press
    double lastX = 0;
    double exact = 0;  // not yet rounded
  };

  [[nodiscard]] double fitted(double value) const;
  [[nodiscard]] QRectF trackRect() const;
  [[nodiscard]] QRectF valueRect() const;
  [[nodiscard]] double shareOf(double value) const;
  void step(double steps, bool fine);
  void startTyping(const QString& first = {});
  void finishTyping(bool keep);
  void layOut();
  void tellAccessibility();

  QString label_, valueText_;
  SliderRange range_;
  double value_ = 0;
  double wheelRest_ = 0;
  bool hasTrack_ = true;
  bool isHovered_ = false;
  std::optional<Drag> drag_;
  QLineEdit* typed_ = nullptr;
  QToolButton* lane_ = nullptr;
};

// Numbers as the window writes them: two decimals, or three where the third is not zero, the language's sign.
[[nodiscard]] QString numberText(double value, bool isWhole);
// Reads what the user typed, with a point or the language's sign; nothing when it is no number.
[[nodiscard]] std::optional<double> numberFrom(const QString& text);

}  // namespace heddle::ui
