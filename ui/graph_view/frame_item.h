// FrameItem: a titled rectangle behind nodes. Dragging its title moves the nodes inside too; its lower right corner
// resizes it. Used by GraphScene. Thread rule: window's thread.
#pragma once

#include <QGraphicsItem>
#include <vector>

#include "document/layout.h"

namespace heddle::ui {

class GraphScene;
class NodeItem;

class FrameItem final : public QGraphicsItem {
 public:
  enum { Type = UserType + 3 };

  FrameItem(GraphScene& scene, document::Frame frame);

  const document::Frame& frame() const { return frame_; }
  void setFrame(const document::Frame& frame);
  QRectF sceneRect() const { return {pos(), size_}; }
  bool isResizing() const { return isResizing_; }
  QRectF titleRect() const;

  int type() const override { return Type; }
  QRectF boundingRect() const override;
  QPainterPath shape() const override;  // title and corner: clicks inside go to the graph
  void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

 protected:
  QVariant itemChange(GraphicsItemChange change, const QVariant& value) override;
  void mousePressEvent(QGraphicsSceneMouseEvent* event) override;
  void mouseMoveEvent(QGraphicsSceneMouseEvent* event) override;
  void mouseReleaseEvent(QGraphicsSceneMouseEvent* event) override;

 private:
  QRectF cornerRect() const;

  GraphScene& scene_;
  document::Frame frame_;
  QSizeF size_;
  std::vector<NodeItem*> carried_;  // while it is dragged
  bool isResizing_ = false;
};

}  // namespace heddle::ui
