// NodeItem: paints one node from its card, in the detail that suits the zoom. It holds no rule of the graph. Used by
// GraphScene. Thread rule: window's thread.
#pragma once

#include <QGraphicsItem>
#include <QPixmap>
#include <QStaticText>

#include "graph_view/node_card.h"

namespace heddle::ui {

class GraphScene;

class NodeItem final : public QGraphicsItem {
 public:
  enum { Type = UserType + 1 };

  NodeItem(GraphScene& scene, graph::NodeId id);

  graph::NodeId id() const { return id_; }
  const NodeCard& card() const { return card_; }
  void setCard(NodeCard card);
  void setStatus(const NodeStatus& status);
  const NodeStatus& status() const { return status_; }
  // The port whose dot is within `reach` of `point`, in the item's coordinates.
  const CardPort* portAt(QPointF point, double reach) const;
  const CardParam* sliderAt(QPointF point) const;
  QPointF portPlace(std::string_view name, bool isOutput) const;  // in the scene
  static NodeDetail detailAt(double zoom);

  int type() const override { return Type; }
  QRectF boundingRect() const override { return bounds_; }
  void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

 protected:
  QVariant itemChange(GraphicsItemChange change, const QVariant& value) override;

 private:
  void paintBlock(QPainter& painter) const;
  void paintPlain(QPainter& painter) const;
  void paintFull(QPainter& painter) const;
  void paintBody(QPainter& painter) const;
  void paintTitle(QPainter& painter) const;
  void paintPorts(QPainter& painter) const;
  void paintDot(QPainter& painter, const CardPort& port) const;
  void paintParam(QPainter& painter, const CardParam& param) const;
  void paintText(QPainter& painter, const CardParam& param) const;
  void paintMarked(QPainter& painter, const CardParam& param, const QRectF& box) const;
  void paintImage(QPainter& painter, const QRectF& rect) const;
  void paintNotes(QPainter& painter) const;
  void paintError(QPainter& painter) const;
  void paintFoot(QPainter& painter) const;

  GraphScene& scene_;
  graph::NodeId id_;
  NodeCard card_;
  NodeStatus status_;
  QPixmap image_;  // scaled once, twice the width that it is shown at
  QRectF bounds_;
  mutable QStaticText plainTitle_;
};

}  // namespace heddle::ui
