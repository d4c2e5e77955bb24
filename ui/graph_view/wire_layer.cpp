#include "graph_view/wire_layer.h"

#include <QPainter>
#include <QStyleOptionGraphicsItem>
#include <utility>
#include <vector>

#include "graph_view/graph_scene.h"

namespace heddle::ui {
namespace {

constexpr double kFarOut = 0.3;  // zoom below which wires are straight
// Antialiasing costs six times as much: large numbers of wires are drawn without it.
constexpr std::size_t kCrowd = 150;

}  // namespace

WireLayer::WireLayer(const GraphScene& scene) : scene_(scene) {
  setFlag(ItemUsesExtendedStyleOption);  // paint receives the exposed rectangle
  setAcceptedMouseButtons(Qt::NoButton);
  setZValue(-1);
}

WireLayer::~WireLayer() {
  wires_.clear();  // a wire's destructor updates the layer, so wires are deleted first
}

const Theme& WireLayer::theme() const { return scene_.theme(); }

Wire& WireLayer::add(const graph::Link& link) {
  std::unique_ptr<Wire>& wire = wires_[link];
  if (wire == nullptr) wire = std::make_unique<Wire>(*this, link);
  return *wire;
}

void WireLayer::remove(const graph::Link& link) { wires_.erase(link); }

Wire* WireLayer::find(const graph::Link& link) const {
  const auto found = wires_.find(link);
  return found == wires_.end() ? nullptr : found->second.get();
}

void WireLayer::setExtent(const QRectF& extent) {
  if (extent == extent_) return;
  prepareGeometryChange();
  extent_ = extent;
}

void WireLayer::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*) {
  if (painter->worldTransform().m11() < kFarOut) return paintFarOut(*painter, option->exposedRect);
  std::vector<const Wire*> seen;
  for (const auto& [link, wire] : wires_) {
    if (wire->bounds().intersects(option->exposedRect)) seen.push_back(wire.get());
  }
  const bool isCrowd = seen.size() > kCrowd;
  painter->setRenderHint(QPainter::Antialiasing, !isCrowd);
  for (const Wire* wire : seen) isCrowd ? wire->paintThin(*painter) : wire->paint(*painter);
}

// All lines of a colour in one call.
void WireLayer::paintFarOut(QPainter& painter, const QRectF& exposed) const {
  std::map<QRgb, QList<QLineF>> lines;
  for (const auto& [link, wire] : wires_) {
    if (wire->bounds().intersects(exposed)) lines[wire->colour().rgba()].append(wire->straight());
  }
  painter.setRenderHint(QPainter::Antialiasing, false);
  for (const auto& [colour, group] : lines) {
    painter.setPen(QPen(mixed(theme().colors.background, QColor::fromRgba(colour), 0.7), 0));
    painter.drawLines(group);
  }
}

}  // namespace heddle::ui
