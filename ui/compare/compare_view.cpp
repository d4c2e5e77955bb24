#include "compare/compare_view.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLinearGradient>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "support/theme.h"

namespace heddle::ui {

namespace {

constexpr double kZoomMost = 32;
constexpr double kPixelsFrom = 4;  // times the image's own pixels: from here on they are shown as they are

}  // namespace

CompareView::CompareView(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Compared pictures"));
  setAttribute(Qt::WA_OpaquePaintEvent);
  setMinimumSize(scaled(96), scaled(64));
}

QSize CompareView::sizeHint() const { return {scaled(640), scaled(480)}; }

void CompareView::setImages(std::vector<CompareImage> images, int columns) {
  images_ = std::move(images);
  differences_.clear();
  wantedColumns_ = columns;
  if (chosen_ >= count()) choose(0);
  update();
}

void CompareView::setImage(int pane, CompareImage image) {
  if (pane < 0 || pane >= count()) return;
  images_[static_cast<std::size_t>(pane)] = std::move(image);
  const bool isEverywhere = pane == chosen_ && (mode_ != CompareMode::plain || isFlipped_);
  isEverywhere ? update() : update(paneRect(pane).toAlignedRect());
}

void CompareView::setDifferences(std::vector<DifferenceMap> maps) {
  differences_ = std::move(maps);
  if (mode_ == CompareMode::difference) update();
}

bool CompareView::showsDifference(int pane) const {
  const auto place = static_cast<std::size_t>(pane);
  return mode_ == CompareMode::difference && !isFlipped_ && pane != chosen_ && place < differences_.size() &&
         !differences_[place].image.isNull();
}

void CompareView::setPlaceholder(const QString& text) {
  placeholder_ = text;
  update();
}

void CompareView::choose(int pane) {
  if (pane == chosen_ || pane < 0 || pane >= std::max(1, count())) return;
  chosen_ = pane;
  differences_.clear();
  update();
  Q_EMIT chosenChanged(pane);
}

void CompareView::setMode(CompareMode mode) {
  if (mode == mode_) return;
  mode_ = mode;
  update();
  Q_EMIT modeChanged(mode);
}

void CompareView::setFlipped(bool flipped) {
  if (flipped == isFlipped_) return;
  isFlipped_ = flipped;
  update();
}

void CompareView::fit() {
  zoom_ = 1;
  centre_ = {0.5, 0.5};
  update();
}

// Panes have the shape of the first image, and as many columns as show them largest; they stay together in the middle.
CompareView::Grid CompareView::grid() const {
  const int panes = std::max(1, count());
  const auto first = std::ranges::find_if(images_, [](const CompareImage& one) { return !one.image.isNull(); });
  const double shape =
      first == images_.end() ? 1 : static_cast<double>(first->image.width()) / std::max(1, first->image.height());
  const double gap = scaled(8), edge = scaled(12);
  Grid best;
  for (int across = 1; across <= panes; ++across) {
    if (wantedColumns_ > 0 && across != std::min(wantedColumns_, panes)) continue;
    const int down = (panes + across - 1) / across;
    const double wide = std::max(1.0, (width() - 2 * edge - gap * (across - 1)) / across);
    const double high = std::max(1.0, (height() - 2 * edge - gap * (down - 1)) / down);
    const QSizeF pane(std::min(wide, high * shape), std::min(high, wide / shape));
    if (pane.width() <= best.pane.width()) continue;
    const QPointF corner((width() - across * pane.width() - gap * (across - 1)) / 2,
                         (height() - down * pane.height() - gap * (down - 1)) / 2);
    best = {across, pane, corner};
  }
  return best;
}

QRectF CompareView::paneRect(int pane) const {
  const Grid made = grid();
  const double gap = scaled(8);
  return {made.corner + QPointF((pane % made.columns) * (made.pane.width() + gap),
                                (pane / made.columns) * (made.pane.height() + gap)),
          made.pane};
}

int CompareView::paneAt(QPointF at) const {
  for (int pane = 0; pane < count(); ++pane) {
    if (paneRect(pane).contains(at)) return pane;
  }
  return -1;
}

QRectF CompareView::imageRect(const QRectF& pane, const QImage& image) const {
  const double fitted = std::min(pane.width() / image.width(), pane.height() / image.height());
  const QSizeF size = QSizeF(image.size()) * fitted * zoom_;
  return {pane.center() - QPointF(centre_.x() * size.width(), centre_.y() * size.height()), size};
}

void CompareView::zoomAt(double factor, QPointF at) {
  const int pane = paneAt(at);
  if (pane < 0 || images_[static_cast<std::size_t>(pane)].image.isNull()) return;
  const QRectF place = paneRect(pane);
  const QImage& image = images_[static_cast<std::size_t>(pane)].image;
  const QRectF before = imageRect(place, image);
  const QPointF share((at.x() - before.left()) / before.width(), (at.y() - before.top()) / before.height());
  zoom_ = std::clamp(zoom_ * factor, 1.0, kZoomMost);
  const QSizeF size = imageRect(place, image).size();
  centre_ = {share.x() - (at.x() - place.center().x()) / size.width(),
             share.y() - (at.y() - place.center().y()) / size.height()};
  keepInSight();
  update();
}

void CompareView::keepInSight() {
  const double room = std::max(0.0, 0.5 - 0.5 / zoom_);
  const auto kept = [room](double at) { return std::clamp(at, 0.5 - room, 0.5 + room); };
  centre_ = {kept(centre_.x()), kept(centre_.y())};
}

void CompareView::paintEvent(QPaintEvent* event) {
  const ThemeColors colors = themeColors(palette());
  QPainter painter(this);
  painter.fillRect(event->rect(), colors.background);
  if (images_.empty()) {
    painter.setPen(colors.textSecondary);
    painter.drawText(rect().adjusted(scaled(24), 0, -scaled(24), 0), Qt::AlignCenter | Qt::TextWordWrap, placeholder_);
    return;
  }
  for (int pane = 0; pane < count(); ++pane) {
    if (paneRect(pane).intersects(event->rect())) paintPane(painter, pane);
  }
}

void CompareView::paintPane(QPainter& painter, int pane) {
  const ThemeColors colors = themeColors(palette());
  const CompareImage& own = images_[static_cast<std::size_t>(pane)];
  const QImage& other = images_[static_cast<std::size_t>(chosen_)].image;
  const QRectF place = paneRect(pane);
  QPainterPath shape;
  shape.addRoundedRect(place, scaled(8), scaled(8));
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setClipPath(shape);
  painter.fillRect(place, colors.input);
  if (!own.problem.isEmpty() && own.image.isNull()) {
    painter.setPen(colors.textSecondary);
    painter.drawText(place.adjusted(scaled(12), scaled(12), -scaled(12), -scaled(36)),
                     Qt::AlignCenter | Qt::TextWordWrap, own.problem);
  }
  const bool isOther = pane != chosen_ && !other.isNull();
  const bool isDifference = showsDifference(pane);
  const QImage& map = isDifference ? differences_[static_cast<std::size_t>(pane)].image : own.image;
  paintImage(painter, place, isFlipped_ && isOther ? other : map);
  if (!isFlipped_ && isOther && mode_ == CompareMode::wipe) {
    const double x = place.left() + wipe_ * place.width();
    painter.save();
    painter.setClipRect(QRectF(x, place.top(), place.right() - x, place.height()), Qt::IntersectClip);
    painter.fillRect(place, colors.input);
    paintImage(painter, place, other);
    painter.restore();
    painter.setPen(QPen(Qt::white, scaled(1)));
    painter.drawLine(QPointF(x, place.top()), QPointF(x, place.bottom()));
  }
  CompareImage foot = own;
  if (isDifference) foot.numbers = tr("ΔE %1").arg(differences_[static_cast<std::size_t>(pane)].mean, 0, 'f', 1);
  paintFoot(painter, place, foot);
  painter.restore();
  if (pane != chosen_) return;
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(colors.accent, hasFocus() ? scaled(2) : scaled(1)));
  painter.setBrush(Qt::NoBrush);
  painter.drawRoundedRect(place, scaled(8), scaled(8));
}

void CompareView::paintImage(QPainter& painter, const QRectF& pane, const QImage& image) const {
  if (image.isNull()) return;
  const QRectF whole = imageRect(pane, image);
  painter.setRenderHint(QPainter::SmoothPixmapTransform, whole.width() < kPixelsFrom * image.width());
  painter.drawImage(whole, image);
}

void CompareView::paintFoot(QPainter& painter, const QRectF& pane, const CompareImage& shown) const {
  const double high = scaled(36);
  const QRectF foot(pane.left(), pane.bottom() - high, pane.width(), high);
  QLinearGradient shade(foot.topLeft(), foot.bottomLeft());
  shade.setColorAt(0, QColor(0, 0, 0, 0));
  shade.setColorAt(1, QColor(0, 0, 0, 190));
  painter.fillRect(foot, shade);
  const QRectF line = foot.adjusted(scaled(12), scaled(10), -scaled(12), -scaled(4));
  const auto widthOf = [&painter](const QString& text) { return painter.fontMetrics().horizontalAdvance(text); };
  const QString text = widthOf(shown.numbers) < line.width() * 0.7 ? shown.numbers : shown.shortNumbers;
  const int numbers = widthOf(text);
  const bool hasRoom = numbers < line.width() * 0.7;
  painter.setPen(QColor(230, 230, 230));
  if (hasRoom) painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, text);
  QFont bold = painter.font();
  bold.setWeight(QFont::DemiBold);
  painter.save();
  painter.setFont(bold);
  const int room = static_cast<int>(line.width()) - (hasRoom && numbers > 0 ? numbers + scaled(12) : 0);
  painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(shown.label, Qt::ElideRight, room));
  painter.restore();
  if (shown.fraction >= 1) return;
  painter.fillRect(QRectF(pane.left(), pane.bottom() - scaled(3), pane.width() * shown.fraction, scaled(3)), Qt::white);
}

void CompareView::wheelEvent(QWheelEvent* event) {
  zoomAt(std::pow(1.2, event->angleDelta().y() / 120.0), event->position());
  event->accept();
}

void CompareView::mousePressEvent(QMouseEvent* event) {
  last_ = event->position();
  const int pane = paneAt(last_);
  if (pane < 0) return;
  const QRectF place = paneRect(pane);
  const double line = place.left() + wipe_ * place.width();
  if (event->button() == Qt::LeftButton && mode_ == CompareMode::wipe && std::abs(last_.x() - line) < scaled(12)) {
    isWiping_ = true;
    return;
  }
  if (event->button() == Qt::LeftButton) choose(pane);
  isPanning_ = zoom_ > 1;
  if (event->button() == Qt::LeftButton && !isPanning_) pressed_ = last_;
  if (isPanning_) setCursor(Qt::ClosedHandCursor);
}

void CompareView::mouseMoveEvent(QMouseEvent* event) {
  const QPointF moved = event->position() - last_;
  const int pane = paneAt(event->position());
  last_ = event->position();
  if (isWiping_ && pane >= 0) {
    const QRectF place = paneRect(pane);
    wipe_ = std::clamp((last_.x() - place.left()) / place.width(), 0.0, 1.0);
    return update();
  }
  if (pressed_ && (last_ - *pressed_).manhattanLength() >= QApplication::startDragDistance()) {
    pressed_.reset();
    return Q_EMIT dragRequested(chosen_);
  }
  if (!isPanning_ || pane < 0 || images_[static_cast<std::size_t>(pane)].image.isNull()) return;
  const QSizeF size = imageRect(paneRect(pane), images_[static_cast<std::size_t>(pane)].image).size();
  centre_ -= QPointF(moved.x() / size.width(), moved.y() / size.height());
  keepInSight();
  update();
}

void CompareView::mouseReleaseEvent(QMouseEvent*) {
  isPanning_ = isWiping_ = false;
  pressed_.reset();
  setCursor(Qt::ArrowCursor);
}

void CompareView::mouseDoubleClickEvent(QMouseEvent* event) { zoom_ > 1 ? fit() : zoomAt(4, event->position()); }

void CompareView::keyPressEvent(QKeyEvent* event) {
  const auto toggle = [this](CompareMode mode) { setMode(mode_ == mode ? CompareMode::plain : mode); };
  switch (event->key()) {
    case Qt::Key_Left: return choose(chosen_ - 1);
    case Qt::Key_Right: return choose(chosen_ + 1);
    case Qt::Key_Up: return choose(chosen_ - grid().columns);
    case Qt::Key_Down: return choose(chosen_ + grid().columns);
    case Qt::Key_Plus:
    case Qt::Key_Equal: return zoomAt(1.2, paneRect(chosen_).center());
    case Qt::Key_Minus: return zoomAt(1 / 1.2, paneRect(chosen_).center());
    case Qt::Key_F: return fit();
    case Qt::Key_W: return toggle(CompareMode::wipe);
    case Qt::Key_D: return toggle(CompareMode::difference);
    case Qt::Key_Backslash: return setFlipped(true);
    default: QWidget::keyPressEvent(event);
  }
}

void CompareView::keyReleaseEvent(QKeyEvent* event) {
  if (!event->isAutoRepeat() && event->key() == Qt::Key_Backslash) setFlipped(false);
}

void CompareView::focusOutEvent(QFocusEvent*) {
  setFlipped(false);
  update();
}

}  // namespace heddle::ui
