#include "graph_view/wire.h"

#include <QPainter>
#include <algorithm>
#include <cmath>
#include <limits>

#include "graph_view/wire_layer.h"

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

Wire::Wire(WireLayer& layer, graph::Link link) : layer_(layer), link_(std::move(link)) {}

Wire::~Wire() { repaint(); }

void Wire::repaint() const {
  if (!bounds_.isNull()) layer_.update(bounds_);  // a null rectangle would mean all of the layer
}

void Wire::setEnds(QPointF from, QPointF to, std::vector<QPointF> bends, const QColor& colour) {
  colour_ = colour;
  repaint();
  if (from == from_ && to == to_ && bends == bends_ && !bounds_.isNull()) return;
  from_ = from;
  to_ = to;
  bends_ = std::move(bends);
  const double unit = layer_.theme().scale;
  path_ = wirePath(from_, to_, bends_, unit);
  line_.clear();
  const double margin = 6 * unit;
  bounds_ = path_.controlPointRect().adjusted(-margin, -margin, margin, margin);
  repaint();
}

void Wire::setHot(bool hot) {
  if (std::exchange(isHot_, hot) != hot) repaint();
}

void Wire::setFaint(bool faint) {
  if (std::exchange(isFaint_, faint) != faint) repaint();
}

const QPolygonF& Wire::line() const {
  if (line_.isEmpty()) {
    const auto pieces = path_.toSubpathPolygons();
    if (!pieces.isEmpty()) line_ = pieces.front();
  }
  return line_;
}

double Wire::distanceTo(QPointF point) const {
  double nearest = std::numeric_limits<double>::max();
  for (qsizetype i = 1; i < line().size(); ++i)
    nearest = std::min(nearest, distanceToSegment(point, line_[i - 1], line_[i]));
  return nearest;
}

bool Wire::crosses(const QLineF& cut) const {
  for (qsizetype i = 1; i < line().size(); ++i) {
    if (cut.intersects(QLineF(line_[i - 1], line_[i]), nullptr) == QLineF::BoundedIntersection) return true;
  }
  return false;
}

int Wire::bendAt(QPointF point, double reach) const {
  for (std::size_t i = 0; i < bends_.size(); ++i) {
    if (QLineF(bends_[i], point).length() <= reach) return static_cast<int>(i);
  }
  return -1;
}

std::size_t Wire::placeForBend(QPointF point) const {
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

QColor Wire::colour() const {
  const Theme& theme = layer_.theme();
  QColor colour = isHot_ ? theme.colors.accent : colour_;
  if (isFaint_) colour.setAlphaF(static_cast<float>(theme.mutedOpacity));
  return colour;
}

void Wire::paintThin(QPainter& painter) const {
  painter.setPen(QPen(colour(), 0));
  painter.setBrush(Qt::NoBrush);
  painter.drawPath(path_);
}

void Wire::paint(QPainter& painter) const {
  const Theme& theme = layer_.theme();
  painter.setPen(QPen(colour(), theme.pxF(isHot_ ? 3 : 2), Qt::SolidLine, Qt::RoundCap));
  painter.setBrush(Qt::NoBrush);
  painter.drawPath(path_);
  painter.setPen(QPen(theme.colors.background, theme.pxF(1)));
  painter.setBrush(colour());
  for (const QPointF bend : bends_) painter.drawEllipse(bend, theme.pxF(4.5), theme.pxF(4.5));
}

}  // namespace heddle::ui
