#include "support/range_slider.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "support/theme.h"

namespace heddle::ui {
namespace {

constexpr double kGrain = 0.01;
int rangeThumbSize() { return scaled(16); }

}  // namespace

RangeSlider::RangeSlider(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void RangeSlider::setLabel(const QString& text) {
  label_ = text;
  setAccessibleName(text);
  update();
}

void RangeSlider::setRange(double start, double end) {
  start_ = std::clamp(start, 0.0, 1.0);
  end_ = std::clamp(end, start_, 1.0);
  update();
}

QSize RangeSlider::sizeHint() const { return {scaled(240), scaled(44)}; }

double RangeSlider::placeOf(double share) const {
  return rangeThumbSize() / 2.0 + share * (width() - rangeThumbSize());
}

void RangeSlider::paintEvent(QPaintEvent*) {
  const ThemeColors colors = themeColors(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF row(0, 0, width(), scaled(22));
  painter.setPen(colors.text);
  painter.drawText(row, Qt::AlignVCenter | Qt::AlignLeft, label_);
  painter.setPen(colors.accent);
  painter.drawText(row, Qt::AlignVCenter | Qt::AlignRight,
                   tr("%1 % to %2 %").arg(std::lround(start_ * 100)).arg(std::lround(end_ * 100)));
  const double y = scaled(33);
  const double high = scaled(8);
  painter.setPen(Qt::NoPen);
  painter.setBrush(mixed(colors.input, colors.background, 0.6));
  painter.drawRoundedRect(QRectF(0, y - high / 2, width(), high), high / 2, high / 2);
  painter.setBrush(colors.text);
  painter.drawRect(QRectF(placeOf(start_), y - high / 2, placeOf(end_) - placeOf(start_), high));
  for (const Thumb thumb : {Thumb::start, Thumb::end}) {
    const bool isCurrent = hasFocus() && thumb == current_;
    painter.setPen(QPen(isCurrent ? colors.textSecondary : colors.panel, scaled(2)));
    painter.setBrush(colors.accent);
    painter.drawEllipse(QPointF(placeOf(thumb == Thumb::start ? start_ : end_), y), rangeThumbSize() / 2.0,
                        rangeThumbSize() / 2.0);
  }
}

void RangeSlider::moveThumb(Thumb thumb, double share) {
  share = std::round(std::clamp(share, 0.0, 1.0) / kGrain) * kGrain;
  if (thumb == Thumb::start) start_ = std::min(share, end_);
  if (thumb == Thumb::end) end_ = std::max(share, start_);
  update();
}

void RangeSlider::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
  const double x = event->position().x();
  const double toStart = std::abs(x - placeOf(start_)), toEnd = std::abs(x - placeOf(end_));
  // Where the thumbs overlap, the side of the press decides.
  held_ = toStart < toEnd || (toStart == toEnd && x < placeOf(start_)) ? Thumb::start : Thumb::end;
  current_ = held_;
  mouseMoveEvent(event);
}

void RangeSlider::mouseMoveEvent(QMouseEvent* event) {
  if (held_ == Thumb::none) return;
  moveThumb(held_, (event->position().x() - rangeThumbSize() / 2.0) / std::max(1, width() - rangeThumbSize()));
  Q_EMIT rangeDragged(start_, end_);
}

void RangeSlider::mouseReleaseEvent(QMouseEvent*) {
  if (held_ == Thumb::none) return;
  held_ = Thumb::none;
  Q_EMIT rangeCommitted(start_, end_);
}

void RangeSlider::keyPressEvent(QKeyEvent* event) {
  const bool forward = event->key() == Qt::Key_Right || event->key() == Qt::Key_Up;
  const bool back = event->key() == Qt::Key_Left || event->key() == Qt::Key_Down;
  if (event->key() == Qt::Key_Space) {
    current_ = current_ == Thumb::start ? Thumb::end : Thumb::start;
    return update();
  }
  if (!forward && !back) return QWidget::keyPressEvent(event);
  moveThumb(current_, (current_ == Thumb::start ? start_ : end_) + (forward ? 0.05 : -0.05));
  Q_EMIT rangeCommitted(start_, end_);
}

}  // namespace heddle::ui
