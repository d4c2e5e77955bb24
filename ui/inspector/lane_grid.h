// LaneGrid: the painted part of a lane. One row is a curve over the steps (the height is the value); several rows are
// layers x steps, painted with a brush (the brightness is the value). Used by LaneEditor. Thread rule: the window's.
#pragma once

#include <QColor>
#include <QPoint>
#include <QWidget>
#include <string>
#include <vector>

namespace heddle::ui {

class LaneGrid final : public QWidget {
  Q_OBJECT
 public:
  using Values = std::vector<std::vector<double>>;  // rows of equal length, at least one value

  explicit LaneGrid(QWidget* parent = nullptr);

  void setValues(const Values& values);  // signals nothing
  [[nodiscard]] const Values& values() const { return values_; }
  // What the rows are called; rows beyond the list have no name.
  void setRowNames(const std::vector<std::string>& names);
  void setTop(double top);  // the value of a full bar, of the brightest cell
  void setBounds(double low, double high);
  void setBrush(double value) { brush_ = value; }
  void setColour(const QColor& colour);

  QSize sizeHint() const override;

 Q_SIGNALS:
  void valueDragged();    // while the brush is down
  void valueCommitted();  // it was lifted, or a key changed a cell
  void dragCancelled();   // Escape during a stroke: the values are as before

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  [[nodiscard]] bool isCurve() const { return values_.size() == 1; }
  [[nodiscard]] QRectF field() const;
  [[nodiscard]] QRectF cellRect(int row, int column) const;
  [[nodiscard]] QPoint cellAt(QPointF place) const;
  void strokeTo(QPointF place);
  void paintCell(QPoint cell, double y);
  void paintCurve(QPainter& painter);
  void paintMatrix(QPainter& painter);
  void changeCurrent(double value);
  void describeCurrent();

  [[nodiscard]] const std::string& nameOf(int row) const;

  Values values_ = {{1.0}};
  std::vector<std::string> names_;  // of the rows
  Values before_;
  double top_ = 1.0, low_ = 0.0, high_ = 1.0, brush_ = 1.0;
  QColor colour_;
  QPoint current_;  // column, row of the keyboard's cell
  QPointF last_;
  bool isStroking_ = false;
  bool isErasing_ = false;
};

}  // namespace heddle::ui
