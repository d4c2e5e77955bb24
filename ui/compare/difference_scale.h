// DifferenceScale: the colours of a difference map with the values they stand for. Used by CompareWorkspace. Window
// thread only.
#pragma once

#include <QWidget>

namespace heddle::ui {

class DifferenceScale final : public QWidget {
  Q_OBJECT
 public:
  explicit DifferenceScale(QWidget* parent = nullptr);

  void setEnd(double end);  // CIEDE2000 of the lightest colour; 0: not known yet
  [[nodiscard]] double end() const { return end_; }

  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  double end_ = 0;
};

}  // namespace heddle::ui
