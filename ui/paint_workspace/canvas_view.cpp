#include "paint_workspace/canvas_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "support/theme.h"

namespace heddle::ui {
namespace {

constexpr double kZoomMin = 0.05, kZoomMax = 64, kPixelZoom = 4;
constexpr QRgb kTint = qRgb(224, 60, 70);
constexpr int kTintMost = 130;  // of 255, where the mask is white
constexpr double kBrushMost = 1000;

QRgb tintOf(int value) {
  const int alpha = value * kTintMost / 255;
  return qRgba(qRed(kTint) * alpha / 255, qGreen(kTint) * alpha / 255, qBlue(kTint) * alpha / 255, alpha);
}

}  // namespace

CanvasView::CanvasView(paint::Canvas& canvas, QWidget* parent) : QWidget(parent), canvas_(canvas) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setAttribute(Qt::WA_OpaquePaintEvent);
  setAccessibleName(tr("Canvas"));
  setMinimumSize(scaled(120), scaled(64));
  connect(&canvas, &paint::Canvas::opened, this, &CanvasView::refreshAll);
  connect(&canvas, &paint::Canvas::maskChanged, this, &CanvasView::refreshTint);
  connect(&canvas, &paint::Canvas::imageChanged, this, [this] { update(); });
  updateCursor();
}

void CanvasView::setTool(PaintTool tool) {
  tool_ = tool;
  updateCursor();
  update();
}

void CanvasView::setBrush(const paint::Brush& brush) {
  brush_ = brush;
  update();
}

void CanvasView::updateCursor() {
  if (hasSpace_ || tool_ == PaintTool::hand)
    return setCursor(drag_ == Drag::pan ? Qt::ClosedHandCursor : Qt::OpenHandCursor);
  const bool isBrush = tool_ == PaintTool::brush || tool_ == PaintTool::eraser;
  setCursor(isBrush && !canvas_.image().isNull() ? Qt::BlankCursor : Qt::CrossCursor);
}

void CanvasView::refreshAll() {
  tint_ = QImage(canvas_.image().size(), QImage::Format_ARGB32_Premultiplied);
  tint_.fill(0);
  isFitted_ = true;
  fit();
  updateCursor();
  update();
}

void CanvasView::refreshTint(const QRect& area) {
  const QImage values = canvas_.mask().image(area);
  for (int y = 0; y < area.height(); ++y) {
    const uchar* from = values.constScanLine(y);
    auto* to = reinterpret_cast<QRgb*>(tint_.scanLine(area.top() + y)) + area.left();
    for (int x = 0; x < area.width(); ++x) to[x] = tintOf(from[x]);
  }
  update(QRectF(toWidget(area.topLeft()), QSizeF(area.size()) * scale_).toAlignedRect().adjusted(-2, -2, 2, 2));
}

void CanvasView::fit() {
  isFitted_ = true;
  const QImage& image = canvas_.image();
  if (image.isNull() || width() <= 0 || height() <= 0) return;
  const double room = scaled(24);
  const double wide = std::max(1.0, width() - 2 * room), high = std::max(1.0, height() - 2 * room);
  scale_ = std::clamp(std::min(wide / image.width(), high / image.height()), kZoomMin, kZoomMax);
  offset_ =
      QPointF(std::round((width() - image.width() * scale_) / 2), std::round((height() - image.height() * scale_) / 2));
  update();
  Q_EMIT zoomChanged(scale_);
}

void CanvasView::zoomTo(double scale, QPointF at) {
  scale = std::clamp(scale, kZoomMin, kZoomMax);
  isFitted_ = false;
  offset_ = at - (at - offset_) * (scale / scale_);
  scale_ = scale;
  keepInSight();
  update();
  Q_EMIT zoomChanged(scale_);
}

void CanvasView::keepInSight() {
  const double rest = scaled(48);
  const QSizeF size = QSizeF(canvas_.image().size()) * scale_;
  offset_.setX(std::max(rest - size.width(), std::min(offset_.x(), width() - rest)));
  offset_.setY(std::max(rest - size.height(), std::min(offset_.y(), height() - rest)));
}

void CanvasView::drawCheckers(QPainter& painter, const QRectF& place) const {
  if (!canvas_.image().hasAlphaChannel()) return;
  QPixmap two(16, 16);
  two.fill(QColor(150, 150, 150));
  QPainter squares(&two);
  squares.fillRect(0, 0, 8, 8, QColor(110, 110, 110));
  squares.fillRect(8, 8, 8, 8, QColor(110, 110, 110));
  squares.end();
  painter.fillRect(place, QBrush(two));
}

void CanvasView::paintEvent(QPaintEvent* event) {
  QPainter painter(this);
  const ThemeColors colours = themeColors(palette());
  painter.fillRect(event->rect(), colours.background);
  if (canvas_.image().isNull()) {
    painter.setPen(colours.textSecondary);
    painter.drawText(rect().adjusted(scaled(24), 0, -scaled(24), 0), Qt::AlignCenter | Qt::TextWordWrap,
                     tr("Open a picture, or drop one here, to paint what shall change."));
    return;
  }
  const QImage& image = showsOriginal_ ? canvas_.image() : canvas_.shownImage();
  // Only what is to be painted, in whole pixels of the picture.
  const QRect seen = QRectF(toImage(event->rect().topLeft()), QSizeF(event->rect().size()) / scale_)
                         .toAlignedRect()
                         .adjusted(-1, -1, 1, 1)
                         .intersected(image.rect());
  const QRectF place(toWidget(seen.topLeft()), QSizeF(seen.size()) * scale_);
  drawCheckers(painter, place);
  painter.setRenderHint(QPainter::SmoothPixmapTransform, scale_ < kPixelZoom && scale_ != 1);
  painter.drawImage(place, image, seen);
  if (!showsOriginal_ && canvas_.shown() < 0) painter.drawImage(place, tint_, seen);
  drawCursor(painter);
}

void CanvasView::drawCursor(QPainter& painter) const {
  painter.setRenderHint(QPainter::Antialiasing);
  if (drag_ == Drag::shape) {
    painter.save();
    painter.translate(offset_);
    painter.scale(scale_, scale_);
    for (const auto& [colour, style] :
         {std::pair(QColor(0, 0, 0, 160), Qt::SolidLine), {QColor(Qt::white), Qt::DashLine}}) {
      QPen pen(colour, 1.5, style);
      pen.setCosmetic(true);
      painter.setPen(pen);
      painter.drawPath(shape());
    }
    painter.restore();
  }
  const bool isBrush = tool_ == PaintTool::brush || tool_ == PaintTool::eraser;
  if (!isBrush || hasSpace_ || cursor_.x() < 0) return;
  const double radius = std::max(2.0, brush_.size / 2 * scale_);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(QColor(0, 0, 0, 160), 2.5));
  painter.drawEllipse(cursor_, radius, radius);
  painter.setPen(QPen(Qt::white, 1.2));
  painter.drawEllipse(cursor_, radius, radius);
}

paint::Brush CanvasView::activeBrush() const {
  paint::Brush brush = brush_;
  brush.value = isErasing_ ? 0 : 255;
  return brush;
}

void CanvasView::startTool(QPointF at, bool erases) {
  const QPointF place = toImage(at);
  isErasing_ = erases || tool_ == PaintTool::eraser;
  if (tool_ == PaintTool::zoom) return zoomTo(scale_ * (erases ? 0.5 : 2.0), at);
  if (canvas_.shown() >= 0) canvas_.show(-1);  // the mask is painted on the picture
  if (tool_ == PaintTool::fill) {
    canvas_.beginEdit();
    canvas_.edit([&](paint::TiledMask& mask) {
      const QPoint seed(static_cast<int>(std::floor(place.x())), static_cast<int>(std::floor(place.y())));
      return paint::fillByColour(mask, canvas_.image(), seed, tolerance_, isErasing_ ? 0 : 255);
    });
    return canvas_.endEdit(tr("Fill"));
  }
  canvas_.beginEdit();
  points_ = QPolygonF({place});
  rest_ = 0;
  const bool isBrush = tool_ == PaintTool::brush || tool_ == PaintTool::eraser;
  drag_ = isBrush ? Drag::paint : Drag::shape;
  if (isBrush) canvas_.edit([&](paint::TiledMask& mask) { return paint::dab(mask, place, activeBrush()); });
}

void CanvasView::paintTo(QPointF at) {
  const QPointF place = toImage(at);
  canvas_.edit(
      [&](paint::TiledMask& mask) { return paint::stroke(mask, points_.back(), place, activeBrush(), rest_); });
  points_.back() = place;
}

QPainterPath CanvasView::shape() const {
  QPainterPath path;
  if (points_.size() < 2) return path;
  const QRectF box = QRectF(points_.front(), points_.back()).normalized();
  if (tool_ == PaintTool::rectangle) {
    path.addRect(box);
  } else if (tool_ == PaintTool::ellipse) {
    path.addEllipse(box);
  } else {
    path.addPolygon(points_);
    path.closeSubpath();
  }
  return path;
}

void CanvasView::finishShape() {
  const QPainterPath path = shape();
  canvas_.edit([&](paint::TiledMask& mask) { return paint::fillPath(mask, path, isErasing_ ? 0 : 255); });
  canvas_.endEdit(tool_ == PaintTool::lasso       ? tr("Lasso")
                  : tool_ == PaintTool::rectangle ? tr("Rectangle")
                                                  : tr("Ellipse"));
}

void CanvasView::resizeEvent(QResizeEvent*) { isFitted_ ? fit() : keepInSight(); }

void CanvasView::wheelEvent(QWheelEvent* event) {
  if (canvas_.image().isNull()) return event->ignore();
  zoomTo(scale_ * std::pow(1.2, event->angleDelta().y() / 120.0), event->position());
  event->accept();
}

void CanvasView::mousePressEvent(QMouseEvent* event) {
  last_ = event->position();
  if (canvas_.image().isNull() || drag_ != Drag::none) return;
  const bool isLeft = event->button() == Qt::LeftButton;
  if (event->button() == Qt::MiddleButton || (isLeft && (hasSpace_ || tool_ == PaintTool::hand))) {
    drag_ = Drag::pan;
    return updateCursor();
  }
  if (isLeft) startTool(event->position(), event->modifiers().testFlag(Qt::AltModifier));
}

void CanvasView::mouseMoveEvent(QMouseEvent* event) {
  const QPointF before = std::exchange(cursor_, event->position());
  if (drag_ == Drag::pan) {
    isFitted_ = false;
    offset_ += event->position() - last_;
    keepInSight();
    update();
  } else if (drag_ == Drag::paint) {
    paintTo(event->position());
  } else if (drag_ == Drag::shape) {
    points_.append(toImage(event->position()));
    update();
  }
  last_ = event->position();
  const int reach = static_cast<int>(brush_.size / 2 * scale_) + 4;
  for (const QPointF& at : {before, cursor_})
    update(QRectF(at.x() - reach, at.y() - reach, 2 * reach, 2 * reach).toAlignedRect());
}

void CanvasView::mouseReleaseEvent(QMouseEvent*) {
  const Drag ended = std::exchange(drag_, Drag::none);
  if (ended == Drag::paint) canvas_.endEdit(isErasing_ ? tr("Erase") : tr("Brush stroke"));
  if (ended == Drag::shape) finishShape();
  updateCursor();
  update();
}

void CanvasView::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Space: hasSpace_ = true; break;
    case Qt::Key_Backslash: showsOriginal_ = true; break;
    case Qt::Key_Escape:
      if (drag_ == Drag::none) return QWidget::keyPressEvent(event);
      drag_ = Drag::none;
      canvas_.cancelEdit();
      break;
    case Qt::Key_BracketLeft:
    case Qt::Key_BracketRight: {
      const double factor = event->key() == Qt::Key_BracketLeft ? 1 / 1.2 : 1.2;
      brush_.size = std::clamp(std::round(brush_.size * factor + (factor > 1 ? 0.5 : -0.5)), 1.0, kBrushMost);
      Q_EMIT brushResized(brush_.size);
      break;
    }
    default: return QWidget::keyPressEvent(event);
  }
  updateCursor();
  update();
}

void CanvasView::keyReleaseEvent(QKeyEvent* event) {
  if (event->isAutoRepeat()) return;
  if (event->key() == Qt::Key_Space) hasSpace_ = false;
  if (event->key() == Qt::Key_Backslash) showsOriginal_ = false;
  updateCursor();
  update();
}

void CanvasView::leaveEvent(QEvent*) {
  cursor_ = {-1, -1};
  update();
}

void CanvasView::focusOutEvent(QFocusEvent*) {
  hasSpace_ = showsOriginal_ = false;
  updateCursor();
  update();
}

}  // namespace heddle::ui
