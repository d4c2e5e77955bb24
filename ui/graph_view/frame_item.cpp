#include "graph_view/frame_item.h"

#include <QGraphicsSceneMouseEvent>
#include <QPainter>
#include <algorithm>

#include "graph_view/graph_scene.h"
#include "graph_view/node_item.h"

namespace heddle::ui {

FrameItem::FrameItem(GraphScene& scene, document::Frame frame) : scene_(scene) {
  setZValue(-10);
  setFlags(ItemIsSelectable | ItemIsMovable | ItemSendsGeometryChanges);
  setFrame(frame);
}

void FrameItem::setFrame(const document::Frame& frame) {
  prepareGeometryChange();
  frame_ = frame;
  size_ = frame.rect.size();
  setPos(frame.rect.topLeft());
  update();
}

QRectF FrameItem::titleRect() const { return {0, 0, size_.width(), scene_.theme().pxF(28)}; }

QRectF FrameItem::cornerRect() const {
  const double side = scene_.theme().pxF(14);
  return {size_.width() - side, size_.height() - side, side, side};
}

QRectF FrameItem::boundingRect() const { return QRectF(QPointF(), size_).adjusted(-2, -2, 2, 2); }

QPainterPath FrameItem::shape() const {
  QPainterPath path;
  path.addRect(titleRect());
  path.addRect(cornerRect());
  return path;
}

void FrameItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
  const Theme& theme = scene_.theme();
  const double radius = theme.pxF(9);
  painter->setRenderHint(QPainter::Antialiasing, true);
  QColor body = theme.colors.panel;
  body.setAlphaF(0.7F);
  painter->setBrush(body);
  painter->setPen(QPen(isSelected() ? theme.colors.accent : theme.colors.edge, theme.pxF(1)));
  painter->drawRoundedRect(QRectF(QPointF(), size_), radius, radius);
  painter->setFont(scene_.titleFont());
  painter->setPen(theme.colors.text);
  const QRectF line = titleRect().adjusted(theme.pxF(12), 0, -theme.pxF(12), 0);
  painter->drawText(line, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                    painter->fontMetrics().elidedText(frame_.title, Qt::ElideRight, static_cast<int>(line.width())));
  painter->setPen(QPen(theme.colors.textSecondary, theme.pxF(1)));
  const QPointF end = cornerRect().bottomRight() - QPointF(theme.pxF(4), theme.pxF(4));
  for (const double step : {4.0, 8.0}) {
    painter->drawLine(end - QPointF(theme.pxF(step), 0), end - QPointF(0, theme.pxF(step)));
  }
}

QVariant FrameItem::itemChange(GraphicsItemChange change, const QVariant& value) {
  if (change == ItemPositionChange && scene_.mouseGrabberItem() == this) {
    const QPointF to = scene_.snapped(value.toPointF());
    for (NodeItem* node : carried_) {
      if (!node->isSelected()) node->setPos(node->pos() + to - pos());
    }
    return to;
  }
  return QGraphicsItem::itemChange(change, value);
}

void FrameItem::mousePressEvent(QGraphicsSceneMouseEvent* event) {
  QGraphicsItem::mousePressEvent(event);
  isResizing_ = event->button() == Qt::LeftButton && cornerRect().contains(event->pos());
  carried_ = isResizing_ ? std::vector<NodeItem*>() : scene_.nodesIn(sceneRect());
}

void FrameItem::mouseMoveEvent(QGraphicsSceneMouseEvent* event) {
  if (!isResizing_) return QGraphicsItem::mouseMoveEvent(event);
  const double least = scene_.theme().pxF(64);
  const QPointF corner = scene_.snapped(event->pos());
  prepareGeometryChange();
  size_ = QSizeF(std::max(least, corner.x()), std::max(least, corner.y()));
}

void FrameItem::mouseReleaseEvent(QGraphicsSceneMouseEvent* event) {
  QGraphicsItem::mouseReleaseEvent(event);
  carried_.clear();
  isResizing_ = false;
}

}  // namespace heddle::ui
