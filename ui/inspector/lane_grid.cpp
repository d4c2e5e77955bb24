#include "inspector/lane_grid.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <cstddef>

#include "inspector/lane_text.h"
#include "support/theme.h"
#include "support/value_slider.h"

namespace heddle::ui {

LaneGrid::LaneGrid(QWidget* parent) : QWidget(parent), colour_("#ff9ec7") {
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setCursor(Qt::CrossCursor);
  setAccessibleName(tr("Lane: layers and steps"));
}

void LaneGrid::setValues(const Values& values) {
  if (isStroking_ || values.empty() || values.front().empty()) return;
  const bool isOtherForm = values.size() != values_.size();
  values_ = values;
  current_.setX(std::clamp(current_.x(), 0, static_cast<int>(values_.front().size()) - 1));
  current_.setY(std::clamp(current_.y(), 0, static_cast<int>(values_.size()) - 1));
  if (isOtherForm) updateGeometry();
  update();
}

void LaneGrid::setRowNames(const std::vector<std::string>& names) {
  if (names == names_) return;
  names_ = names;
  update();
}

const std::string& LaneGrid::nameOf(int row) const {
  static const std::string none;
  return static_cast<std::size_t>(row) < names_.size() ? names_[static_cast<std::size_t>(row)] : none;
}

void LaneGrid::setTop(double top) {
  top_ = top > 0 ? top : 1.0;
  update();
}

void LaneGrid::setBounds(double low, double high) {
  low_ = low;
  high_ = high;
}

void LaneGrid::setColour(const QColor& colour) {
  colour_ = colour;
  update();
}

QSize LaneGrid::sizeHint() const { return {scaled(240), isCurve() ? scaled(96) : scaled(188)}; }

QRectF LaneGrid::field() const {
  const double pad = scaled(6);
  const double left = isCurve() ? pad : pad + scaled(26);
  return QRectF(left, pad, width() - left - pad, height() - 2 * pad);
}

QRectF LaneGrid::cellRect(int row, int column) const {
  const QRectF all = field();
  const double wide = all.width() / static_cast<double>(values_.front().size());
  const double high = all.height() / static_cast<double>(values_.size());
  return {all.left() + column * wide, all.top() + row * high, wide, high};
}

QPoint LaneGrid::cellAt(QPointF place) const {
  const QRectF all = field();
  const int columns = static_cast<int>(values_.front().size()), rows = static_cast<int>(values_.size());
  const int column = static_cast<int>(std::floor((place.x() - all.left()) / all.width() * columns));
  const int row = static_cast<int>(std::floor((place.y() - all.top()) / all.height() * rows));
  return {std::clamp(column, 0, columns - 1), std::clamp(row, 0, rows - 1)};
}

void LaneGrid::paintEvent(QPaintEvent*) {
  const ThemeColors colors = themeColors(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(hasFocus() ? QPen(colors.textSecondary, 1) : QPen(Qt::NoPen));
  painter.setBrush(colors.background);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), scaled(6), scaled(6));
  isCurve() ? paintCurve(painter) : paintMatrix(painter);
  if (!hasFocus()) return;
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(colors.accent, 1.5));
  painter.drawRect(cellRect(current_.y(), current_.x()));
}

void LaneGrid::paintCurve(QPainter& painter) {
  const ThemeColors colors = themeColors(palette());
  const QRectF all = field();
  painter.setPen(Qt::NoPen);
  for (int column = 0; column < static_cast<int>(values_.front().size()); ++column) {
    QRectF cell = cellRect(0, column).adjusted(0.5, 0, -0.5, 0);
    painter.setBrush(mixed(colors.background, colors.raised, 0.8));
    painter.drawRect(cell);
    const double share = std::clamp(values_[0][static_cast<std::size_t>(column)] / top_, 0.0, 1.0);
    cell.setTop(all.bottom() - std::max(1.0, share * all.height()));
    painter.setBrush(mixed(colors.background, colour_, 0.35 + 0.65 * share));
    painter.drawRect(cell);
  }
}

void LaneGrid::paintMatrix(QPainter& painter) {
  const ThemeColors colors = themeColors(palette());
  QFont small = font();
  small.setPixelSize(scaled(9));
  painter.setFont(small);
  const int rows = static_cast<int>(values_.size()), columns = static_cast<int>(values_.front().size());
  QString last;
  for (int row = 0; row < rows; ++row) {
    const QString name = blockLabel(nameOf(row));
    if (name != last) {
      const QRectF cell = cellRect(row, 0);
      painter.setPen(colors.textSecondary);
      painter.drawText(QRectF(0, cell.top() - scaled(2), field().left() - scaled(4), scaled(12)),
                       Qt::AlignRight | Qt::AlignVCenter, name);
    }
    last = name;
    painter.setPen(Qt::NoPen);
    for (int column = 0; column < columns; ++column) {
      const double value = values_[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
      const double share = std::clamp(std::abs(value) / top_, 0.0, 1.0);
      const QRectF cell = cellRect(row, column).adjusted(0.75, 0.75, -0.75, -0.75);
      painter.setBrush(mixed(mixed(colors.background, colors.raised, 0.9), value < 0 ? colors.text : colour_, share));
      painter.drawRoundedRect(cell, scaled(1), scaled(1));
    }
  }
}

void LaneGrid::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton && event->button() != Qt::RightButton) return;
  isErasing_ = event->button() == Qt::RightButton;
  isStroking_ = true;
  before_ = values_;
  last_ = event->position();
  strokeTo(event->position());
}

void LaneGrid::mouseMoveEvent(QMouseEvent* event) {
  if (isStroking_) strokeTo(event->position());
}

void LaneGrid::mouseReleaseEvent(QMouseEvent*) {
  if (!isStroking_) return;
  isStroking_ = false;
  Q_EMIT valueCommitted();
}

// A fast stroke skips cells between two events; fills them.
void LaneGrid::strokeTo(QPointF place) {
  const QRectF cell = cellRect(0, 0);
  const QPointF way = place - last_;
  const double parts = std::max({1.0, std::abs(way.x()) / cell.width() * 2, std::abs(way.y()) / cell.height() * 2});
  for (int i = 0; i <= static_cast<int>(parts); ++i) {
    const QPointF at = last_ + way * (i / std::floor(parts));
    paintCell(cellAt(at), at.y());
  }
  last_ = place;
  current_ = cellAt(place);
  update();
  Q_EMIT valueDragged();
}

void LaneGrid::paintCell(QPoint cell, double y) {
  double& value = values_[static_cast<std::size_t>(cell.y())][static_cast<std::size_t>(cell.x())];
  if (isErasing_) {
    value = std::clamp(0.0, low_, high_);
  } else if (isCurve()) {
    const double share = std::clamp((field().bottom() - y) / field().height(), 0.0, 1.0);
    value = std::clamp(std::round(share * top_ * 100.0) / 100.0, low_, high_);
  } else {
    value = std::clamp(brush_, low_, high_);
  }
}

void LaneGrid::keyPressEvent(QKeyEvent* event) {
  const int columns = static_cast<int>(values_.front().size()), rows = static_cast<int>(values_.size());
  const double now = values_[static_cast<std::size_t>(current_.y())][static_cast<std::size_t>(current_.x())];
  const auto go = [&](int dx, int dy) {
    current_ = {std::clamp(current_.x() + dx, 0, columns - 1), std::clamp(current_.y() + dy, 0, rows - 1)};
    describeCurrent();
    update();
  };
  switch (event->key()) {
    case Qt::Key_Left: return go(-1, 0);
    case Qt::Key_Right: return go(1, 0);
    case Qt::Key_Up: return isCurve() ? changeCurrent(now + top_ / 20) : go(0, -1);
    case Qt::Key_Down: return isCurve() ? changeCurrent(now - top_ / 20) : go(0, 1);
    case Qt::Key_Plus:
    case Qt::Key_Equal: return changeCurrent(now + top_ / 20);
    case Qt::Key_Minus: return changeCurrent(now - top_ / 20);
    case Qt::Key_Space: return changeCurrent(brush_);
    case Qt::Key_Delete:
    case Qt::Key_Backspace: return changeCurrent(0.0);
    case Qt::Key_Escape:
      if (isStroking_) {
        isStroking_ = false;
        setValues(before_);
        Q_EMIT dragCancelled();
        return;
      }
      break;
    default: break;
  }
  QWidget::keyPressEvent(event);
}

void LaneGrid::changeCurrent(double value) {
  values_[static_cast<std::size_t>(current_.y())][static_cast<std::size_t>(current_.x())] =
      std::clamp(value, low_, high_);
  describeCurrent();
  update();
  Q_EMIT valueCommitted();
}

void LaneGrid::describeCurrent() {
  const double value = values_[static_cast<std::size_t>(current_.y())][static_cast<std::size_t>(current_.x())];
  const QString layer = isCurve() ? QString() : layerName(nameOf(current_.y())) + ", ";
  setAccessibleDescription(layer + tr("step %1: %2").arg(current_.x() + 1).arg(numberText(value, false)));
}

}  // namespace heddle::ui
