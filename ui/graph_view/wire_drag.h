// WireDrag: a wire on the pointer, from the press on a port to the drop. It finds the ports that fit and explains why
// others do not. Used by GraphView. Thread rule: window's thread.
#pragma once

#include <QPointF>
#include <optional>

#include "graph_view/graph_scene.h"

class QPainter;

namespace heddle::ui {

class GraphView;

class WireDrag final {
 public:
  WireDrag(GraphView& view, GraphScene& scene, document::Document& document, const NodeItem& node,
           const CardPort& port);

  void moveTo(QPointF at);
  // Connects to the port under the pointer. False over empty space: then the add menu may open.
  bool finish();
  void drop();
  void paint(QPainter& painter) const;

  const graph::Endpoint& end() const { return end_; }
  bool isFromOutput() const { return isFromOutput_; }

 private:
  struct Target {
    graph::Endpoint end;
    QPointF place;
    bool fits = false;
  };
  std::optional<Target> targetAt(QPointF at) const;
  graph::Link linkTo(const graph::Endpoint& other) const;
  OpenWire openWire(const graph::PortType& type) const;

  GraphView& view_;
  GraphScene& scene_;
  document::Document& document_;
  graph::Endpoint end_;
  bool isFromOutput_;
  graph::PortType type_;
  QPointF from_;
  QPointF at_;
  std::optional<graph::Link> lifted_;  // the wire that was taken off its input
  std::optional<Target> target_;
};

}  // namespace heddle::ui
