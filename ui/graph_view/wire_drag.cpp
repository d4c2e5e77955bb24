#include "graph_view/wire_drag.h"

#include <QCursor>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "graph_view/graph_view.h"
#include "graph_view/node_item.h"
#include "graph_view/wire.h"

namespace heddle::ui {

WireDrag::WireDrag(GraphView& view, GraphScene& scene, document::Document& document, const NodeItem& node,
                   const CardPort& port)
    : view_(view),
      scene_(scene),
      document_(document),
      end_{node.id(), port.name},
      isFromOutput_(port.isOutput),
      type_(port.type),
      from_(node.pos() + port.at),
      at_(from_) {
  // Pulling at a wired input takes the wire off it; the drag continues from the wire's other end.
  if (!isFromOutput_) {
    for (const Wire* wire : scene_.wiresAt(end_.node)) {
      if (wire->link().to != end_) continue;
      lifted_ = wire->link();
    }
  }
  if (lifted_) {
    if (Wire* wire = scene_.wire(*lifted_)) wire->setFaint(true);
    end_ = lifted_->from;
    isFromOutput_ = true;
    if (const NodeItem* source = scene_.node(end_.node)) {
      from_ = source->portPlace(end_.port, true);
      if (const CardPort* output = source->card().findPort(end_.port, true)) type_ = output->type;
    }
  }
  scene_.setOpenWire(openWire(type_));
}

OpenWire WireDrag::openWire(const graph::PortType& type) const {
  OpenWire wire{end_, isFromOutput_, type, {end_.node}};
  // From an output, a node upstream would make a cycle; from an input, a node downstream.
  std::vector<graph::NodeId> open{end_.node};
  while (!open.empty()) {
    const graph::NodeId id = open.back();
    open.pop_back();
    for (const Wire* item : scene_.wiresAt(id)) {
      if (lifted_ && item->link() == *lifted_) continue;
      const graph::Endpoint& near = isFromOutput_ ? item->link().to : item->link().from;
      const graph::Endpoint& far = isFromOutput_ ? item->link().from : item->link().to;
      if (near.node == id && wire.blocked.insert(far.node).second) open.push_back(far.node);
    }
  }
  return wire;
}

graph::Link WireDrag::linkTo(const graph::Endpoint& other) const {
  return isFromOutput_ ? graph::Link{end_, other} : graph::Link{other, end_};
}

// The port near the pointer; over a node's body its first port that fits and is free, or else fits.
std::optional<WireDrag::Target> WireDrag::targetAt(QPointF at) const {
  const double reach = scene_.theme().pxF(16) / std::min(1.0, view_.zoom());
  const QRectF around(at.x() - reach, at.y() - reach, 2 * reach, 2 * reach);
  for (QGraphicsItem* item : scene_.items(around, Qt::IntersectsItemBoundingRect)) {
    const auto* node = qgraphicsitem_cast<NodeItem*>(item);
    if (node == nullptr || node->id() == end_.node) continue;
    const CardPort* near = node->portAt(node->mapFromScene(at), reach);
    if (near != nullptr && near->isOutput != isFromOutput_) {
      const graph::Endpoint end{node->id(), near->name};
      const bool fits = scene_.fits(*node, *near) && document_.objection(linkTo(end)).isEmpty();
      return Target{end, node->pos() + near->at, fits};
    }
    if (!QRectF(node->pos(), node->card().size).contains(at)) continue;
    const CardPort* best = nullptr;
    bool bestIsFree = false;
    for (const CardPort& port : node->card().ports) {
      if (!scene_.fits(*node, port) || bestIsFree) continue;
      const auto& wires = scene_.wiresAt(node->id());
      bestIsFree = std::none_of(wires.begin(), wires.end(), [&](const Wire* wire) {
        return wire->link().to == graph::Endpoint{node->id(), port.name};
      });
      if (best == nullptr || bestIsFree) best = &port;
    }
    if (best != nullptr) return Target{{node->id(), best->name}, node->pos() + best->at, true};
  }
  return std::nullopt;
}

void WireDrag::moveTo(QPointF at) {
  at_ = at;
  target_ = targetAt(at);
  if (target_ && !target_->fits) {
    QToolTip::showText(QCursor::pos(), document_.objection(linkTo(target_->end)), &view_);
  } else {
    QToolTip::hideText();
  }
  view_.viewport()->update();
}

bool WireDrag::finish() {
  const auto target = target_;
  const auto lifted = lifted_;
  drop();
  if (target && !target->fits) {
    Q_EMIT view_.refused(document_.objection(linkTo(target->end)));
    return true;
  }
  if (!target) {
    if (lifted) document_.disconnect(*lifted);
    return lifted.has_value();
  }
  const graph::Link link = linkTo(target->end);
  if (lifted && *lifted == link) return true;
  QUndoStack& stack = *document_.undoStack();
  if (lifted) {
    stack.beginMacro(GraphView::tr("Move a wire"));
    document_.disconnect(*lifted);
  }
  if (const auto done = document_.connectPorts(link); !done)
    Q_EMIT view_.refused(QString::fromStdString(done.error().message));
  if (lifted) stack.endMacro();
  return true;
}

void WireDrag::drop() {
  QToolTip::hideText();
  target_.reset();
  if (Wire* wire = lifted_ ? scene_.wire(*lifted_) : nullptr) wire->setFaint(false);
  lifted_.reset();
  scene_.setOpenWire(std::nullopt);
}

void WireDrag::paint(QPainter& painter) const {
  const Theme& theme = scene_.theme();
  const QPointF at = target_ && target_->fits ? target_->place : at_;
  painter.setPen(QPen(theme.portColour(type_), theme.pxF(2), Qt::SolidLine, Qt::RoundCap));
  painter.setBrush(Qt::NoBrush);
  painter.drawPath(isFromOutput_ ? wirePath(from_, at, {}, theme.scale) : wirePath(at, from_, {}, theme.scale));
}

}  // namespace heddle::ui
