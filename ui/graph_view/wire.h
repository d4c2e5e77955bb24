// Wire: one wire as a cubic from port to port, through its bends. It paints itself and answers hit tests; WireLayer
// shows all of them. Used by GraphScene and the view's mouse. Thread rule: window's thread.
#pragma once

#include <QColor>
#include <QLineF>
#include <QPainterPath>
#include <QPolygonF>
#include <vector>

#include "graph/ids.h"

namespace heddle::ui {

class WireLayer;
struct Theme;

// The path that a wire takes, also while it is dragged.
QPainterPath wirePath(QPointF from, QPointF to, const std::vector<QPointF>& bends, double unit);

class Wire final {
 public:
  Wire(WireLayer& layer, graph::Link link);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

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

  // What it may paint on, in the scene.
  const QRectF& bounds() const { return bounds_; }
  // Far out a smooth curve looks the same as this straight line, which costs a tenth.
  QLineF straight() const { return {from_, to_}; }
  QColor colour() const;
  void paint(QPainter& painter) const;
  void paintThin(QPainter& painter) const;  // one pixel wide, without its bends' dots

 private:
  const QPolygonF& line() const;
  void repaint() const;

  WireLayer& layer_;
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
