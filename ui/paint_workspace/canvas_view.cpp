#include "paint_workspace/canvas_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QTabletEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <utility>

#include "paint_workspace/canvas_painting.h"
#include "support/theme.h"

namespace heddle::ui {
namespace {

constexpr double kBrushMost = 1000;
constexpr int kMarchMs = 300;
constexpr int kExtendStep = 64;  // pixels

void strokeTwice(QPainter& painter, const QPainterPath& path) {
  for (const auto& [colour, style] :
       {std::pair(QColor(0, 0, 0, 160), Qt::SolidLine), {QColor(Qt::white), Qt::DashLine}}) {
    QPen pen(colour, 1.5, style);
    pen.setCosmetic(true);
    painter.strokePath(path, pen);
  }
}

}  // namespace

CanvasView::CanvasView(paint::Canvas& canvas, CanvasHand& hand, QWidget* parent)
    : QWidget(parent), canvas_(canvas), hand_(hand) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setAttribute(Qt::WA_OpaquePaintEvent);
  setAccessibleName(tr("Canvas"));
  setMinimumSize(scaled(120), scaled(64));
  connect(&canvas, &paint::Canvas::opened, this, &CanvasView::refreshAll);
  connect(&canvas, &paint::Canvas::areaChanged, this, &CanvasView::refreshArea);
  connect(&canvas, &paint::Canvas::layersChanged, this, qOverload<>(&QWidget::update));
  connect(&canvas, &paint::Canvas::variantsChanged, this, qOverload<>(&QWidget::update));
  connect(&hand, &CanvasHand::outlineChanged, this, qOverload<>(&QWidget::update));
  march_.setInterval(kMarchMs);
  connect(&march_, &QTimer::timeout, this, &CanvasView::march);
  march_.start();
  updateCursor();
}

void CanvasView::setTool(PaintTool tool) {
  hand_.setTool(tool);
  updateCursor();
  update();
}

void CanvasView::setGrey(bool grey) {
  isGrey_ = grey;
  update();
}

void CanvasView::updateCursor() {
  if (hasSpace_ || tool() == PaintTool::hand)
    return setCursor(drag_ == Drag::pan ? Qt::ClosedHandCursor : Qt::OpenHandCursor);
  if (tool() == PaintTool::move) return setCursor(Qt::SizeAllCursor);
  setCursor(isBrushTool(tool()) && !canvas_.isEmpty() ? Qt::BlankCursor : Qt::CrossCursor);
}

void CanvasView::refreshAll() {
  isFitted_ = true;
  fit();
  updateCursor();
  update();
}

void CanvasView::refreshArea(const QRect& area) {
  update(transform_.toWidget().mapRect(QRectF(area)).toAlignedRect().adjusted(-2, -2, 2, 2));
}

// Only while it is looked at and nothing is drawn.
void CanvasView::march() {
  if (!isVisible() || !hasFocus() || drag_ != Drag::none || canvas_.shown() >= 0 || isGrey_) return;
  const paint::MaskLayer* layer = canvas_.activeMask();
  if (layer == nullptr || !layer->isVisible) return;
  QRect area;
  for (std::size_t i = 0; i < layer->mask.count(); ++i) {
    if (layer->mask.tile(i) != nullptr) area |= layer->mask.rectOf(i);
  }
  if (area.isEmpty()) return;
  ++phase_;
  refreshArea(area);
}

void CanvasView::fit() {
  isFitted_ = true;
  if (canvas_.isEmpty()) return;
  transform_.fit(canvas_.size(), size(), std::min(scaled(24), std::min(width(), height()) / 16));
  update();
  Q_EMIT zoomChanged(zoom());
}

void CanvasView::zoomTo(double scale, QPointF at) {
  transform_.zoomTo(scale, at);
  viewMoved();
  Q_EMIT zoomChanged(zoom());
}

void CanvasView::rotateBy(double degrees) {
  transform_.rotateTo(transform_.angle() + degrees, QRectF(rect()).center());
  if (isFitted_) return fit();
  viewMoved();
}

void CanvasView::setMirrored(bool mirrored) {
  transform_.setMirrored(mirrored, QRectF(rect()).center());
  if (isFitted_) return fit();
  viewMoved();
}

void CanvasView::resetView() {
  transform_ = {};
  fit();
}

void CanvasView::viewMoved() {
  isFitted_ = false;
  transform_.keepInSight(canvas_.size(), size(), scaled(48));
  update();
}

void CanvasView::paintEvent(QPaintEvent* event) {
  QPainter painter(this);
  const ThemeColors colours = themeColors(palette());
  painter.fillRect(event->rect(), colours.background);
  if (canvas_.isEmpty()) {
    painter.setPen(colours.textSecondary);
    painter.drawText(rect().adjusted(scaled(24), 0, -scaled(24), 0), Qt::AlignCenter | Qt::TextWordWrap,
                     tr("Open a picture, or drop one here, to paint what shall change."));
    return;
  }
  const CanvasLook look{showsOriginal_, isGrey_, phase_};
  for (const QRect& part : event->region()) drawCanvas(painter, canvas_, transform_, part, look);
  drawOverlay(painter);
}

void CanvasView::drawOverlay(QPainter& painter) const {
  painter.setRenderHint(QPainter::Antialiasing);
  if (const QPainterPath shape = hand_.outline(); !shape.isEmpty())
    strokeTwice(painter, transform_.toWidget().map(shape));
  if (!isBrushTool(tool()) || hasSpace_ || cursor_.x() < 0) return;
  const double radius = std::max(2.0, brush().size / 2 * zoom());
  const QPointF at = drag_ == Drag::brush ? pressed_ : cursor_;
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(QColor(0, 0, 0, 160), 2.5));
  painter.drawEllipse(at, radius, radius);
  painter.setPen(QPen(Qt::white, 1.2));
  painter.drawEllipse(at, radius, radius);
  if (drag_ == Drag::brush) painter.drawEllipse(at, radius * brush().hardness, radius * brush().hardness);
}

CanvasHand::Pen CanvasView::penAt(QPointF at, Qt::KeyboardModifiers keys, double pressure) const {
  return {toImage(at), keys, pressure};
}

void CanvasView::resizeEvent(QResizeEvent*) {
  if (isFitted_) return fit();
  transform_.keepInSight(canvas_.size(), size(), scaled(48));
}

void CanvasView::wheelEvent(QWheelEvent* event) {
  if (canvas_.isEmpty()) return event->ignore();
  zoomTo(zoom() * std::pow(1.2, event->angleDelta().y() / 120.0), event->position());
  event->accept();
}

void CanvasView::mousePressEvent(QMouseEvent* event) {
  last_ = pressed_ = event->position();
  if (canvas_.isEmpty() || drag_ != Drag::none) return;
  const bool isLeft = event->button() == Qt::LeftButton;
  if (event->button() == Qt::MiddleButton || (isLeft && (hasSpace_ || tool() == PaintTool::hand))) {
    drag_ = Drag::pan;
    return updateCursor();
  }
  if (event->button() == Qt::RightButton && isBrushTool(tool())) {
    drag_ = Drag::brush;
    brushBefore_ = brush();
    return;
  }
  if (!isLeft) return;
  if (tool() == PaintTool::zoom)
    return zoomTo(zoom() * (event->modifiers().testFlag(Qt::AltModifier) ? 0.5 : 2.0), event->position());
  drag_ = Drag::tool;
  hand_.press(penAt(event->position(), event->modifiers()));
}

void CanvasView::mouseMoveEvent(QMouseEvent* event) {
  if (drag_ == Drag::pan) {
    transform_.moveBy(event->position() - last_);
    viewMoved();
  } else if (drag_ == Drag::tool) {
    hand_.move(penAt(event->position(), event->modifiers()));
  } else if (drag_ == Drag::brush) {
    resizeBrush(event->position());
  } else {
    hand_.hover(toImage(event->position()));
  }
  last_ = event->position();
  moveCursor(event->position());
}

void CanvasView::moveCursor(QPointF at) {
  const QPointF before = std::exchange(cursor_, at);
  const int reach = static_cast<int>(brush().size / 2 * zoom()) + 4;
  for (const QPointF& place : {before, cursor_})
    update(QRectF(place.x() - reach, place.y() - reach, 2 * reach, 2 * reach).toAlignedRect());
}

// To the right it grows, upwards it hardens.
void CanvasView::resizeBrush(QPointF at) {
  const QPointF way = at - pressed_;
  const double size = std::clamp(std::round(brushBefore_.size + 2 * way.x() / zoom()), 1.0, kBrushMost);
  const double hardness = std::clamp(brushBefore_.hardness - way.y() / scaled(200), 0.0, 1.0);
  Q_EMIT brushDragged(size, hardness);
  update();
}

void CanvasView::mouseReleaseEvent(QMouseEvent* event) {
  if (std::exchange(drag_, Drag::none) == Drag::tool) hand_.release(penAt(event->position(), event->modifiers()));
  updateCursor();
  update();
}

void CanvasView::mouseDoubleClickEvent(QMouseEvent* event) {
  if (!hand_.finish()) mousePressEvent(event);
}

void CanvasView::tabletEvent(QTabletEvent* event) {
  if (!isBrushTool(tool()) || hasSpace_ || canvas_.isEmpty()) return event->ignore();  // it comes again as a mouse
  CanvasHand::Pen pen = penAt(event->position(), event->modifiers(), event->pressure());
  pen.tilt = {static_cast<double>(event->xTilt()), static_cast<double>(event->yTilt())};
  event->accept();
  switch (event->type()) {
    case QEvent::TabletPress:
      if (event->button() != Qt::LeftButton || drag_ != Drag::none) return event->ignore();
      if (event->pointerType() == QPointingDevice::PointerType::Eraser) {
        pen.keys |= Qt::AltModifier;
      }
      hand_.press(pen);
      drag_ = Drag::tool;
      break;
    case QEvent::TabletMove:
      if (drag_ == Drag::tool) hand_.move(pen);
      moveCursor(event->position());
      break;
    case QEvent::TabletRelease:
      if (std::exchange(drag_, Drag::none) == Drag::tool) hand_.release(pen);
      update();
      break;
    default: event->ignore();
  }
}

void CanvasView::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Space: hasSpace_ = true; break;
    case Qt::Key_Backslash: showsOriginal_ = true; break;
    case Qt::Key_Escape:
      if (!hand_.cancel()) return QWidget::keyPressEvent(event);
      drag_ = Drag::none;
      break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (!hand_.finish()) return QWidget::keyPressEvent(event);
      break;
    case Qt::Key_Left:
    case Qt::Key_Up:
    case Qt::Key_Right:
    case Qt::Key_Down: {
      if (tool() != PaintTool::extend) return flip(event);
      int sides[4] = {};
      sides[event->key() - Qt::Key_Left] = kExtendStep;
      hand_.extend({sides[0], sides[1], sides[2], sides[3]});
      break;
    }
    case Qt::Key_BracketLeft:
    case Qt::Key_BracketRight: {
      const double factor = event->key() == Qt::Key_BracketLeft ? 1 / 1.2 : 1.2;
      const double size = std::round(brush().size * factor + (factor > 1 ? 0.5 : -0.5));
      Q_EMIT brushDragged(std::clamp(size, 1.0, kBrushMost), brush().hardness);
      break;
    }
    default: return QWidget::keyPressEvent(event);
  }
  updateCursor();
  update();
}

// Left and right go through the variants.
void CanvasView::flip(QKeyEvent* event) {
  const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
  if (step == 0 || canvas_.variants().empty()) return QWidget::keyPressEvent(event);
  canvas_.show(canvas_.shown() + step);
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
