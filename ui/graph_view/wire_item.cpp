#include "graph_view/wire_item.h"

#include <QPainter>
#include <algorithm>
#include <cmath>
#include <limits>

#include "graph_view/graph_scene.h"

namespace heddle::ui {
namespace {

double distanceToSegment(QPointF point, QPointF a, QPointF b) {
  const QPointF along = b - a;
  const double length = QPointF::dotProduct(along, along);
  const double share = length == 0 ? 0 : std::clamp(QPointF::dotProduct(point - a, along) / length, 0.0, 1.0);
  return QLineF(point, a + along * share).length();
}

}  // namespace

QPainterPath wirePath(QPointF from, QPointF to, const std::vector<QPointF>& bends, double unit) {
  QPainterPath path(from);
  QPointF last = from;
  const auto lead = [&](QPointF next) {
    const double across = std::abs(next.x() - last.x());
    const double down = std::abs(next.y() - last.y());
    const double reach = next.x() >= last.x() ? across / 2 : across / 2 + std::min(down, 80 * unit) / 2;
    const double pull = std::clamp(reach, std::min(24 * unit, across + down), 220 * unit);
    path.cubicTo(last + QPointF(pull, 0), next - QPointF(pull, 0), next);
    last = next;
  };
  for (const QPointF bend : bends) lead(bend);
  lead(to);
  return path;
}

WireItem::WireItem(GraphScene& scene, graph::Link link) : scene_(scene), link_(std::move(link)) {
  setAcceptedMouseButtons(Qt::NoButton);
  setZValue(-1);
}

void WireItem::setEnds(QPointF from, QPointF to, std::vector<QPointF> bends, const QColor& colour) {
  colour_ = colour;
  if (from == from_ && to == to_ && bends == bends_ && !bounds_.isNull()) return update();
  from_ = from;
  to_ = to;
  bends_ = std::move(bends);
  const double unit = scene_.theme().scale;
  prepareGeometryChange();
  path_ = wirePath(from_, to_, bends_, unit);
  line_.clear();
  const double margin = 6 * unit;
  bounds_ = path_.controlPointRect().adjusted(-margin, -margin, margin, margin);
}

void WireItem::setHot(bool hot) {
  if (std::exchange(isHot_, hot) != hot) update();
}

void WireItem::setFaint(bool faint) {
  if (std::exchange(isFaint_, faint) != faint) update();
}

const QPolygonF& WireItem::line() const {
  if (line_.isEmpty()) {
    const auto pieces = path_.toSubpathPolygons();
    if (!pieces.isEmpty()) line_ = pieces.front();
  }
  return line_;
}

double WireItem::distanceTo(QPointF point) const {
  double nearest = std::numeric_limits<double>::max();
  for (qsizetype i = 1; i < line().size(); ++i)
    nearest = std::min(nearest, distanceToSegment(point, line_[i - 1], line_[i]));
  return nearest;
}

bool WireItem::crosses(const QLineF& cut) const {
  for (qsizetype i = 1; i < line().size(); ++i) {
    if (cut.intersects(QLineF(line_[i - 1], line_[i]), nullptr) == QLineF::BoundedIntersection) return true;
  }
  return false;
}

int WireItem::bendAt(QPointF point, double reach) const {
  for (std::size_t i = 0; i < bends_.size(); ++i) {
    if (QLineF(bends_[i], point).length() <= reach) return static_cast<int>(i);
  }
  return -1;
}

std::size_t WireItem::placeForBend(QPointF point) const {
  std::size_t best = 0;
  double nearest = std::numeric_limits<double>::max();
  for (std::size_t i = 0; i <= bends_.size(); ++i) {
    const QPointF a = i == 0 ? from_ : bends_[i - 1];
    const QPointF b = i == bends_.size() ? to_ : bends_[i];
    const double distance = distanceToSegment(point, a, b);
    if (distance >= nearest) continue;
    nearest = distance;
    best = i;
  }
  return best;
}

void WireItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
  const Theme& theme = scene_.theme();
  const double zoom = painter->worldTransform().m11();
  QColor colour = isHot_ ? theme.tones.accent : colour_;
  if (isFaint_) colour.setAlphaF(static_cast<float>(theme.mutedOpacity));
  if (zoom < 0.3) {
    // Far out a smooth curve cannot be told from its straight pieces, and costs ten times as much.
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setPen(QPen(mixed(theme.tones.ground, colour, 0.7), 0));
    painter->drawLine(from_, to_);
    return;
  }
  painter->setRenderHint(QPainter::Antialiasing, true);
  painter->setPen(QPen(colour, theme.pxF(isHot_ ? 3 : 2), Qt::SolidLine, Qt::RoundCap));
  painter->setBrush(Qt::NoBrush);
  painter->drawPath(path_);
  painter->setPen(QPen(theme.tones.ground, theme.pxF(1)));
  painter->setBrush(colour);
  for (const QPointF bend : bends_) painter->drawEllipse(bend, theme.pxF(4.5), theme.pxF(4.5));
}

}  // namespace heddle::ui
