// BrushFields: what the pen does: size, hardness, flow, the value on masks, the colour on images, the tolerance of
// fills and what a pen's pressure changes. Used by the Paint workspace's panel. Thread rule: the window's thread.
#pragma once

#include <QColor>
#include <QWidget>

#include "paint_workspace/canvas_hand.h"

class QCheckBox;
class QComboBox;
class QPushButton;
class QVBoxLayout;

namespace heddle::ui {

class ValueSlider;

class BrushFields final : public QWidget {
  Q_OBJECT
 public:
  explicit BrushFields(QWidget* parent = nullptr);

  [[nodiscard]] CanvasHand::Settings settings() const;
  void setBrush(double size, double hardness);
  void setColour(const QColor& colour);
  [[nodiscard]] QColor colour() const { return colour_; }
  // Value and colour change places with the other ones.
  void swap();
  // Whether a mask is painted on, else an image: which fields have an effect.
  void setOnMask(bool onMask);

 Q_SIGNALS:
  void changed();

 private:
  ValueSlider* addSlider(const QString& label, double low, double high, double value, double step);
  void addColours();
  void addPressure();
  void chooseColour();
  void showColours();

  QVBoxLayout* rows_;
  ValueSlider *size_, *hardness_, *flow_, *value_, *tolerance_, *curve_;
  QWidget* colours_;
  QPushButton *swatch_, *other_;
  QComboBox* pressure_;
  QCheckBox* tilt_;
  QColor colour_{Qt::black}, otherColour_{Qt::white};
  double otherValue_ = 0;
};

}  // namespace heddle::ui
