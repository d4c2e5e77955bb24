// WireItem: one wire as a cubic from port to port, through its bends. It takes no mouse events: the view asks for the
// wire near a point. Used by GraphScene. Thread rule: window's thread.
#pragma once

#include <QColor>
#include <QGraphicsItem>
#include <QPainterPath>
#include <vector>

#include "graph/ids.h"

namespace heddle::ui {

class GraphScene;

// The path that a wire takes, also while it is dragged.
QPainterPath wirePath(QPointF from, QPointF to, const std::vector<QPointF>& bends, double unit);

class WireItem final : public QGraphicsItem {
 public:
  enum { Type = UserType + 2 };

  WireItem(GraphScene& scene, graph::Link link);

  const graph::Link& link() const { return link_; }
  void setEnds(QPointF from, QPointF to, std::vector<QPointF> bends, const QColor& colour);
  const std::vector<QPointF>& bends() const { return bends_; }
  // A node is about to be inserted here, or the wire cut.
  void setHot(bool hot);
  // muted or bypassed at an end: faint.
  void setFaint(bool faint);
  double distanceTo(QPointF point) const;
  bool crosses(const QLineF& line) const;
  // The bend within `reach`, or -1.
  int bendAt(QPointF point, double reach) const;
  // Before which bend a new one at `point` belongs.
  std::size_t placeForBend(QPointF point) const;

  int type() const override { return Type; }
  QRectF boundingRect() const override { return bounds_; }
  QPainterPath shape() const override { return {}; }
  void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

 private:
  const QPolygonF& line() const;

  GraphScene& scene_;
  graph::Link link_;
  QPainterPath path_;
  mutable QPolygonF line_;  // the path in straight pieces, made when it is asked for
  std::vector<QPointF> bends_;
  QPointF from_;
  QPointF to_;
  QRectF bounds_;
  QColor colour_;
  bool isHot_ = false;
  bool isFaint_ = false;
};

}  // namespace heddle::ui
