// PlotCard: what is at the cursor: a few lines, and the image of a point. Used by PlotView. Window thread only.
#pragma once

#include <QImage>
#include <QStringList>
#include <QWidget>

namespace heddle::ui {

class PlotCard final : public QWidget {
  Q_OBJECT
 public:
  explicit PlotCard(QWidget* parent);

  void setLines(const QStringList& lines);
  [[nodiscard]] const QStringList& lines() const { return lines_; }
  void setImage(const QImage& image);  // null: none
  [[nodiscard]] bool hasImage() const { return !image_.isNull(); }
  // Beside a point of the parent, within it.
  void placeBeside(const QPoint& at);

  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QStringList lines_;
  QImage image_;
};

}  // namespace heddle::ui
