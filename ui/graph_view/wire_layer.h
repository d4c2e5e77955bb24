// WireLayer: the one item of the scene that shows all wires, below the nodes. A single item, because a scene of 1,500
// spends more time on walking over items than on drawing them. It takes no mouse events: the view requests the wire
// near a point. Used by GraphScene. Thread rule: window's thread.
#pragma once

#include <QGraphicsItem>
#include <map>
#include <memory>

#include "graph_view/wire.h"
#include "support/theme.h"

namespace heddle::ui {

class GraphScene;

class WireLayer final : public QGraphicsItem {
 public:
  explicit WireLayer(const GraphScene& scene);
  ~WireLayer() override;

  const Theme& theme() const;
  // The wire of `link`, made when there is none.
  Wire& add(const graph::Link& link);
  void remove(const graph::Link& link);
  Wire* find(const graph::Link& link) const;
  const std::map<graph::Link, std::unique_ptr<Wire>>& wires() const { return wires_; }
  // It covers the scene.
  void setExtent(const QRectF& extent);

  QRectF boundingRect() const override { return extent_; }
  QPainterPath shape() const override { return {}; }
  void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

 private:
  void paintFarOut(QPainter& painter, const QRectF& exposed) const;

  const GraphScene& scene_;
  std::map<graph::Link, std::unique_ptr<Wire>> wires_;
  QRectF extent_;
};

}  // namespace heddle::ui
