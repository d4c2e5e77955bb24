#include "viewer/viewer.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "support/theme.h"

namespace heddle::ui {
namespace {

constexpr double kPixelZoom = 4;
constexpr double kZoomMin = 0.02, kZoomMax = 64.0;
constexpr double kGridZoom = 8.0;  // from here on single pixels can be distinguished

}  // namespace

Viewer::Viewer(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setAccessibleName(tr("Viewer"));
  setAttribute(Qt::WA_OpaquePaintEvent);
  setMinimumSize(scaled(96), scaled(96));
}

QSize Viewer::sizeHint() const { return {scaled(400), scaled(400)}; }

void Viewer::setImage(const QImage& image, const QString& text) {
  const bool isOtherSize = image.size() != a_.size();
  a_ = image;
  aLabel_ = text;
  setAccessibleDescription(image.isNull() ? placeholder_
                                          : tr("%1, %2 by %3").arg(text).arg(image.width()).arg(image.height()));
  if (isOtherSize && isFitted_) fit();
  update();
}

void Viewer::setOther(const QImage& image, const QString& text) {
  b_ = image;
  bLabel_ = text;
  if (b_.isNull() && mode_ != ViewMode::single) setMode(ViewMode::single);
  update();
}

void Viewer::setMode(ViewMode mode) {
  if (b_.isNull()) mode = ViewMode::single;
  if (mode == mode_) return;
  mode_ = mode;
  update();
  Q_EMIT modeChanged(mode_);
}

void Viewer::setFlipped(bool flipped) {
  if (isFlipped_ == flipped) return;
  isFlipped_ = flipped && !b_.isNull();
  update();
}

void Viewer::setPlaceholder(const QString& text) {
  placeholder_ = text;
  update();
}

void Viewer::fit() {
  isFitted_ = true;
  if (a_.isNull() || width() <= 0 || height() <= 0) return;
  const double room = scaled(12);
  const double wide = std::max(1.0, width() - 2 * room), high = std::max(1.0, height() - 2 * room);
  scale_ = std::clamp(std::min(wide / a_.width(), high / a_.height()), kZoomMin, kZoomMax);
  offset_ = QPointF(std::round((width() - a_.width() * scale_) / 2), std::round((height() - a_.height() * scale_) / 2));
  tellZoom();
}

void Viewer::zoomTo(double scale, QPointF at) {
  scale = std::clamp(scale, kZoomMin, kZoomMax);
  isFitted_ = false;
  offset_ = at - (at - offset_) * (scale / scale_);
  scale_ = scale;
  keepInSight();
  tellZoom();
}

void Viewer::zoomAtCentre(double factor) { zoomTo(scale_ * factor, rect().center()); }

void Viewer::tellZoom() {
  update();
  Q_EMIT zoomChanged(scale_);
}

QRectF Viewer::imageRect() const { return {offset_, QSizeF(a_.size()) * scale_}; }

// At least a corner stays within reach.
void Viewer::keepInSight() {
  const double rest = scaled(32);
  const auto kept = [rest](double at, double image, double window) {
    return std::max(std::min(at, window - rest),
                    rest - image);  // a window smaller than `rest` has no such place; then the far corner
  };
  offset_.setX(kept(offset_.x(), a_.width() * scale_, width()));
  offset_.setY(kept(offset_.y(), a_.height() * scale_, height()));
}

void Viewer::paintEvent(QPaintEvent*) {
  const ThemeColors colors = themeColors(palette());
  QPainter painter(this);
  painter.fillRect(rect(), colors.background);
  if (a_.isNull()) {
    painter.setPen(colors.textSecondary);
    painter.drawText(rect().adjusted(scaled(24), 0, -scaled(24), 0), Qt::AlignCenter | Qt::TextWordWrap, placeholder_);
    return;
  }
  paintImage(painter, isFlipped_ ? b_ : a_);
  if (!isFlipped_ && mode_ == ViewMode::wipe) drawWipe(painter);
  if (!isFlipped_ && mode_ == ViewMode::difference) {
    painter.setCompositionMode(QPainter::CompositionMode_Difference);
    paintImage(painter, b_);
    painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
  }
  if (scale_ >= kGridZoom) drawGrid(painter);
  drawLabels(painter);
}

void Viewer::paintImage(QPainter& painter, const QImage& image) const {
  // Much enlarged, pixels are shown as they are.
  painter.setRenderHint(QPainter::SmoothPixmapTransform, scale_ < kPixelZoom);
  painter.drawImage(imageRect(), image);
}

void Viewer::drawWipe(QPainter& painter) const {
  const QRectF place = imageRect();
  const double x = place.left() + wipe_ * place.width();
  painter.save();
  painter.setClipRect(QRectF(x, 0, width() - x, height()));
  painter.fillRect(place, themeColors(palette()).background);
  paintImage(painter, b_);
  painter.restore();
  painter.setPen(QPen(Qt::white, 1.5));
  painter.drawLine(QPointF(x, place.top()), QPointF(x, place.bottom()));
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(QColor(0, 0, 0, 120), 1));
  painter.setBrush(Qt::white);
  painter.drawEllipse(QPointF(x, place.center().y()), scaled(7), scaled(7));
}

void Viewer::drawGrid(QPainter& painter) const {
  const QRectF seen = imageRect().intersected(QRectF(rect()));
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setPen(QColor(128, 128, 128, 70));
  const double firstX = std::floor((seen.left() - offset_.x()) / scale_),
               firstY = std::floor((seen.top() - offset_.y()) / scale_);
  for (double i = firstX; offset_.x() + i * scale_ <= seen.right(); ++i) {
    const double x = offset_.x() + i * scale_;
    painter.drawLine(QPointF(x, seen.top()), QPointF(x, seen.bottom()));
  }
  for (double i = firstY; offset_.y() + i * scale_ <= seen.bottom(); ++i) {
    const double y = offset_.y() + i * scale_;
    painter.drawLine(QPointF(seen.left(), y), QPointF(seen.right(), y));
  }
}

// The labels of the two images, while there are two.
void Viewer::drawLabels(QPainter& painter) const {
  if (b_.isNull()) return;
  // Two share the width: in a narrow viewer their texts are elided.
  const int room = mode_ == ViewMode::wipe && !isFlipped_ ? (width() - scaled(24)) / 2 : width() - scaled(16);
  const auto badge = [&](const QString& whole, bool isRight) {
    const QString text = painter.fontMetrics().elidedText(whole, Qt::ElideRight, room - scaled(16));
    const int wide = painter.fontMetrics().horizontalAdvance(text) + scaled(16);
    const QRectF place(isRight ? width() - wide - scaled(8) : scaled(8), scaled(8), wide, scaled(24));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 150));
    painter.drawRoundedRect(place, scaled(6), scaled(6));
    painter.setPen(Qt::white);
    painter.drawText(place, Qt::AlignCenter, text);
  };
  const QString a = tr("A · %1").arg(aLabel_), b = tr("B · %1").arg(bLabel_);
  if (isFlipped_) return badge(b, false);
  if (mode_ == ViewMode::difference) return badge(tr("difference of A and B"), false);
  badge(a, false);
  if (mode_ == ViewMode::wipe) badge(b, true);
}

void Viewer::resizeEvent(QResizeEvent*) {
  if (isFitted_) {
    fit();
  } else {
    keepInSight();
  }
}

void Viewer::wheelEvent(QWheelEvent* event) {
  if (a_.isNull()) return event->ignore();
  zoomTo(scale_ * std::pow(1.2, event->angleDelta().y() / 120.0), event->position());
  event->accept();
}

void Viewer::mousePressEvent(QMouseEvent* event) {
  last_ = event->position();
  const double line = imageRect().left() + wipe_ * imageRect().width();
  const bool onLine = mode_ == ViewMode::wipe && std::abs(event->position().x() - line) < scaled(12);
  if (event->button() == Qt::LeftButton && onLine && !hasSpace_) {
    isWiping_ = true;
  } else if (event->button() == Qt::LeftButton || event->button() == Qt::MiddleButton) {
    isPanning_ = true;
    setCursor(Qt::ClosedHandCursor);
  }
}

void Viewer::mouseMoveEvent(QMouseEvent* event) {
  const QPointF moved = event->position() - last_;
  last_ = event->position();
  if (isWiping_) {
    wipe_ = std::clamp((event->position().x() - offset_.x()) / imageRect().width(), 0.0, 1.0);
    return update();
  }
  if (isPanning_) {
    isFitted_ = false;
    offset_ += moved;
    keepInSight();
    return update();
  }
  const QPointF at = (event->position() - offset_) / scale_;
  const QPoint pixel(static_cast<int>(std::floor(at.x())), static_cast<int>(std::floor(at.y())));
  const QImage& seen = isFlipped_ ? b_ : a_;
  Q_EMIT pixelHovered(seen.valid(pixel) ? pixel : QPoint(-1, -1),
                      seen.valid(pixel) ? seen.pixelColor(pixel) : QColor());
}

void Viewer::mouseReleaseEvent(QMouseEvent*) {
  isPanning_ = isWiping_ = false;
  setCursor(hasSpace_ ? Qt::OpenHandCursor : Qt::ArrowCursor);
}

void Viewer::mouseDoubleClickEvent(QMouseEvent* event) {
  if (isFitted_) {
    zoomTo(1.0, event->position());
  } else {
    fit();
  }
}

void Viewer::keyPressEvent(QKeyEvent* event) {
  const double stride = scaled(48);
  const auto pan = [&](double x, double y) {
    isFitted_ = false;
    offset_ += QPointF(x, y);
    keepInSight();
    update();
  };
  switch (event->key()) {
    case Qt::Key_Space: hasSpace_ = true; return setCursor(Qt::OpenHandCursor);
    case Qt::Key_Left: return pan(stride, 0);
    case Qt::Key_Right: return pan(-stride, 0);
    case Qt::Key_Up: return pan(0, stride);
    case Qt::Key_Down: return pan(0, -stride);
    case Qt::Key_Plus:
    case Qt::Key_Equal: return zoomAtCentre(1.2);
    case Qt::Key_Minus: return zoomAtCentre(1 / 1.2);
    case Qt::Key_1: return zoomTo(1.0, rect().center());
    case Qt::Key_F: return fit();
    case Qt::Key_W: return setMode(mode_ == ViewMode::wipe ? ViewMode::single : ViewMode::wipe);
    case Qt::Key_D: return setMode(mode_ == ViewMode::difference ? ViewMode::single : ViewMode::difference);
    case Qt::Key_Backslash: return setFlipped(true);
    default: QWidget::keyPressEvent(event);
  }
}

void Viewer::keyReleaseEvent(QKeyEvent* event) {
  if (event->isAutoRepeat()) return;
  if (event->key() == Qt::Key_Backslash) setFlipped(false);
  if (event->key() == Qt::Key_Space) {
    hasSpace_ = false;
    setCursor(Qt::ArrowCursor);
  }
}

void Viewer::focusOutEvent(QFocusEvent*) {
  setFlipped(false);
  hasSpace_ = false;
}

void Viewer::leaveEvent(QEvent*) { Q_EMIT pixelHovered({-1, -1}, {}); }

}  // namespace heddle::ui
