#include "support/value_slider.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "support/icons.h"
#include "support/slider_accessible.h"
#include "support/theme.h"

namespace heddle::ui {
namespace {

constexpr double kFine = 0.1;

int rowHeight() { return scaled(22); }
int touchHeight() { return scaled(28); }
int trackHeight() { return scaled(8); }
int thumbSize() { return scaled(18); }

}  // namespace

ValueSlider::ValueSlider(QWidget* parent) : QWidget(parent), lane_(new QToolButton(this)) {
  installSliderAccessibility();
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  lane_->setProperty("kind", "quiet");
  lane_->setIcon(icon("lane"));
  lane_->setCheckable(true);
  lane_->setToolTip(tr("Different strengths by layer and step"));
  lane_->setAccessibleName(tr("Lane"));
  lane_->hide();
  connect(lane_, &QToolButton::clicked, this, &ValueSlider::laneRequested);
}

void ValueSlider::setLabel(const QString& text) {
  label_ = text;
  setAccessibleName(text);
  update();
}

void ValueSlider::setRange(const SliderRange& range) {
  range_ = range;
  value_ = fitted(value_);
  update();
}

void ValueSlider::setTrackVisible(bool visible) {
  hasTrack_ = visible;
  updateGeometry();
  update();
}

void ValueSlider::setLaneButton(bool visible) {
  lane_->setVisible(visible);
  layOut();
  update();
}

void ValueSlider::setLaneOpen(bool open) { lane_->setChecked(open); }

void ValueSlider::setValueText(const QString& text) {
  valueText_ = text;
  update();
}

void ValueSlider::setValue(double value) {
  const double next = fitted(value);
  if (next == value_) return;
  value_ = next;
  tellAccessibility();
  update();
}

QString ValueSlider::valueText() const {
  return valueText_.isEmpty() ? numberText(value_, range_.isWhole) : valueText_;
}

void ValueSlider::choose(double value) {
  value_ = fitted(value);
  tellAccessibility();
  update();
  Q_EMIT valueCommitted(value_);
}

QSize ValueSlider::sizeHint() const {
  int height = rowHeight() + (hasTrack_ ? touchHeight() - scaled(6) : scaled(4));
  return {scaled(240), height};
}

QSize ValueSlider::minimumSizeHint() const { return {scaled(120), sizeHint().height()}; }

double ValueSlider::fitted(double value) const {
  if (!std::isfinite(value)) return value_;
  if (range_.isWhole) value = std::round(value);
  return std::clamp(value, range_.low, range_.high);
}

QRectF ValueSlider::trackRect() const {
  const double middle = rowHeight() + (touchHeight() - scaled(6)) / 2.0 - scaled(1);
  return {0.0, middle - trackHeight() / 2.0, static_cast<double>(width()), static_cast<double>(trackHeight())};
}

QRectF ValueSlider::valueRect() const {
  const double right = width() - (lane_->isVisibleTo(this) ? lane_->width() + scaled(4) : 0);
  const double wide = std::max<double>(fontMetrics().horizontalAdvance(valueText()) + scaled(8), scaled(48));
  return {right - wide, 0.0, wide, static_cast<double>(rowHeight())};
}

double ValueSlider::shareOf(double value) const {
  const double span = range_.softHigh - range_.softLow;
  return span > 0 ? std::clamp((value - range_.softLow) / span, 0.0, 1.0) : 0.0;
}

void ValueSlider::paintEvent(QPaintEvent*) {
  const ThemeColors colors = themeColors(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF value = valueRect();
  const double strength = isEnabled() ? 1.0 : 0.45;
  painter.setPen(mixed(colors.panel, colors.text, strength));
  const QRectF labelRect(0, 0, value.left() - scaled(8), rowHeight());
  painter.drawText(labelRect, Qt::AlignVCenter | Qt::AlignLeft,
                   fontMetrics().elidedText(label_, Qt::ElideRight, static_cast<int>(labelRect.width())));
  painter.setPen(mixed(colors.panel, colors.accent, strength));
  painter.drawText(value, Qt::AlignVCenter | Qt::AlignRight, valueText());
  double below = rowHeight() + scaled(2);
  if (hasTrack_) {
    const QRectF track = trackRect();
    const double radius = track.height() / 2;
    const double reach = track.width() - thumbSize();
    const double centre = thumbSize() / 2.0 + reach * shareOf(value_);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.line == colors.text ? colors.selection : mixed(colors.input, colors.background, 0.6));
    painter.drawRoundedRect(track, radius, radius);
    painter.setBrush(mixed(colors.panel, colors.text, strength));
    painter.drawRoundedRect(QRectF(track.topLeft(), QSizeF(centre, track.height())), radius, radius);
    const double size = thumbSize() + (drag_ ? scaled(2) : 0);
    painter.setBrush(mixed(colors.panel, isHovered_ || drag_ || hasFocus() ? colors.accent : colors.text, strength));
    if (colors.accent.lightness() < 40) painter.setBrush(colors.accent);
    painter.drawEllipse(QPointF(centre, track.center().y()), size / 2, size / 2);
    if (hasFocus()) {
      painter.setBrush(Qt::NoBrush);
      painter.setPen(QPen(colors.textSecondary, scaled(1)));
      painter.drawEllipse(QPointF(centre, track.center().y()), size / 2 + scaled(2), size / 2 + scaled(2));
    }
    below = rowHeight() + touchHeight() - scaled(7);
  } else if (hasFocus()) {
    painter.setPen(QPen(colors.textSecondary, 1));
    painter.drawLine(QPointF(value.left(), value.bottom()), value.bottomRight());
  }
}

void ValueSlider::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
  if (typed_ != nullptr) finishTyping(true);
  if (!hasTrack_ || event->position().y() < rowHeight()) {
    if (valueRect().adjusted(-scaled(8), 0, 0, 0).contains(event->position())) startTyping();
    return;
  }
  drag_ = Drag{value_, event->position().x(), value_};
  // A press on the track jumps there; one on the thumb does not move it.
  const double reach = std::max(1.0, trackRect().width() - thumbSize());
  const double thumb = thumbSize() / 2.0 + reach * shareOf(value_);
  if (std::abs(event->position().x() - thumb) > thumbSize() / 2.0) {
    const double share = std::clamp((event->position().x() - thumbSize() / 2.0) / reach, 0.0, 1.0);
    drag_->exact = range_.softLow + share * (range_.softHigh - range_.softLow);
    value_ = fitted(std::round(drag_->exact / range_.step) * range_.step);
    Q_EMIT valueDragged(value_);
  }
  update();
}

void ValueSlider::mouseMoveEvent(QMouseEvent* event) {
  if (!drag_) {
    const bool onValue = valueRect().contains(event->position());
    setCursor(onValue ? Qt::IBeamCursor : Qt::ArrowCursor);
    return;
  }
  const bool fine = event->modifiers().testFlag(Qt::ShiftModifier);
  const double reach = std::max(1.0, trackRect().width() - thumbSize());
  const double travel = (event->position().x() - drag_->lastX) / reach * (range_.softHigh - range_.softLow);
  drag_->lastX = event->position().x();
  drag_->exact += fine ? travel * kFine : travel;
  const double grain = fine && !range_.isWhole ? range_.step * kFine : range_.step;
  const double bounded = std::clamp(drag_->exact, range_.softLow, range_.softHigh);
  const double next = fitted(std::round(bounded / grain) * grain);
  if (next == value_) return;
  value_ = next;
  tellAccessibility();
  update();
  Q_EMIT valueDragged(value_);
}

void ValueSlider::mouseReleaseEvent(QMouseEvent* event) {
  if (!drag_ || event->button() != Qt::LeftButton) return QWidget::mouseReleaseEvent(event);
  const bool changed = drag_->before != value_;
  drag_.reset();
  update();
  if (changed) {
    Q_EMIT valueCommitted(value_);
  } else {
    Q_EMIT dragCancelled();
  }
}

void ValueSlider::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  drag_.reset();
  finishTyping(false);
  choose(range_.initial);
}

void ValueSlider::wheelEvent(QWheelEvent* event) {
  // Only with the pointer on the track, so that a panel of sliders can still be scrolled.
  const bool onTrack = hasTrack_ ? event->position().y() >= rowHeight() - scaled(2) : hasFocus();
  if (!onTrack || !isEnabled() || drag_) return event->ignore();
  wheelRest_ += (event->angleDelta().y() != 0 ? event->angleDelta().y() : event->angleDelta().x()) / 120.0;
  const double whole = std::trunc(wheelRest_);
  wheelRest_ -= whole;
  if (whole != 0) step(whole, event->modifiers().testFlag(Qt::ShiftModifier));
  event->accept();
}

void ValueSlider::keyPressEvent(QKeyEvent* event) {
  const bool fine = event->modifiers().testFlag(Qt::ShiftModifier);
  const auto key = event->key();
  if (key == Qt::Key_Escape && drag_) {
    value_ = drag_->before;
    drag_.reset();
    update();
    Q_EMIT dragCancelled();
  } else if (key == Qt::Key_Right || key == Qt::Key_Up) {
    step(1, fine);
  } else if (key == Qt::Key_Left || key == Qt::Key_Down) {
    step(-1, fine);
  } else if (key == Qt::Key_PageUp) {
    step(10, fine);
  } else if (key == Qt::Key_PageDown) {
    step(-10, fine);
  } else if (key == Qt::Key_Home) {
    choose(range_.softLow);
  } else if (key == Qt::Key_End) {
    choose(range_.softHigh);
  } else if (key == Qt::Key_Backspace || key == Qt::Key_Delete) {
    choose(range_.initial);
  } else if (key == Qt::Key_Return || key == Qt::Key_Enter) {
    startTyping();
  } else if (event->text().size() == 1 && (event->text()[0].isDigit() || event->text() == "-")) {
    startTyping(event->text());
  } else {
    QWidget::keyPressEvent(event);
  }
}

void ValueSlider::step(double steps, bool fine) {
  const double size = fine && !range_.isWhole ? range_.step * kFine : range_.step;
  choose(std::round((value_ + steps * size) / size) * size);
}

void ValueSlider::startTyping(const QString& first) {
  if (typed_ != nullptr || !isEnabled()) return;
  typed_ = new QLineEdit(this);
  typed_->setAccessibleName(label_);
  typed_->setAlignment(Qt::AlignRight);
  typed_->setText(first.isEmpty() ? numberText(value_, range_.isWhole) : first);
  const QRectF place = valueRect();
  const int wide = std::max<int>(scaled(88), static_cast<int>(place.width()) + scaled(24));
  typed_->setGeometry(static_cast<int>(place.right()) - wide, 0, wide, rowHeight() + scaled(4));
  if (first.isEmpty()) typed_->selectAll();
  connect(typed_, &QLineEdit::editingFinished, this, [this] { finishTyping(true); });
  typed_->show();
  typed_->setFocus();
}

void ValueSlider::finishTyping(bool keep) {
  if (typed_ == nullptr) return;
  QLineEdit* done = std::exchange(typed_, nullptr);
  const auto number = numberFrom(done->text());
  const bool changed = keep && number && fitted(*number) != value_;
  done->hide();
  done->deleteLater();
  if (changed) choose(*number);
}

bool ValueSlider::event(QEvent* event) {
  if (event->type() == QEvent::Enter || event->type() == QEvent::Leave) {
    isHovered_ = event->type() == QEvent::Enter;
    update();
  }
  // Escape reaches the slider from the field being typed in, or from a shortcut while a drag is on.
  if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape &&
      (drag_ || typed_ != nullptr)) {
    event->accept();
    if (typed_ != nullptr) finishTyping(false);
    return true;
  }
  return QWidget::event(event);
}

void ValueSlider::resizeEvent(QResizeEvent*) { layOut(); }

void ValueSlider::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange) {
    updateGeometry();
    layOut();
  }
  QWidget::changeEvent(event);
}

void ValueSlider::layOut() {
  const int side = scaled(22);
  lane_->setIconSize({scaled(14), scaled(14)});
  lane_->setGeometry(width() - side, 0, side, side);
}

void ValueSlider::tellAccessibility() {
  if (!QAccessible::isActive()) return;
  QAccessibleValueChangeEvent changed(this, value_);
  QAccessible::updateAccessibility(&changed);
}

QString numberText(double value, bool isWhole) {
  if (isWhole) return QLocale().toString(static_cast<qlonglong>(std::llround(value)));
  QString text = QLocale().toString(value, 'f', 3);
  if (text.endsWith(QLocale().zeroDigit())) text.chop(1);  // at least two decimals: the text keeps its width in a drag
  return text;
}

std::optional<double> numberFrom(const QString& text) {
  bool ok = false;
  const QString trimmed = text.trimmed();
  double value = QLocale().toDouble(trimmed, &ok);
  if (!ok) value = QLocale::c().toDouble(trimmed, &ok);
  if (!ok || !std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace heddle::ui
