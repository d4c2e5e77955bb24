// VariantBar: flips through the results for the masked part, keeps one or forgets them, and says how many pixels
// outside the mask differ. Used by the Paint workspace. Thread rule: the window's thread.
#pragma once

#include <QWidget>

#include "paint/canvas.h"

class QBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace heddle::ui {

class VariantBar final : public QWidget {
  Q_OBJECT
 public:
  explicit VariantBar(paint::Canvas& canvas, QWidget* parent = nullptr);

  // In two rows where there is little room.
  void setNarrow(bool narrow);

 private:
  void refresh();

  paint::Canvas& canvas_;
  QBoxLayout* rows_;
  QLabel *place_, *badge_, *thumbnail_;
  QToolButton *back_, *next_;
  QPushButton *keep_, *discard_;
};

}  // namespace heddle::ui
