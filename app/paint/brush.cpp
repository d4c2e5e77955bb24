#include "paint/brush.h"

#include <algorithm>
#include <cmath>

#include "paint/ink.h"

namespace heddle::paint {
namespace {

constexpr double kSpacing = 0.12;    // of the brush's size, between two dabs
constexpr double kTiltDegrees = 60;  // as far as pens lean
constexpr double kTiltMost = 0.7;    // of the size that it then loses across

// How much of the brush acts at a place, 0 to 1.
class Tip final {
 public:
  explicit Tip(const Brush& brush)
      : radius_(std::max(0.5, brush.size / 2)),
        full_(radius_ * std::clamp(brush.hardness, 0.0, 1.0)),
        along_(std::cos(brush.angle), std::sin(brush.angle)),
        narrow_(1 / std::clamp(brush.roundness, 0.05, 1.0)) {}
  [[nodiscard]] QRect area(QPointF centre) const {
    return QRectF(centre.x() - radius_, centre.y() - radius_, 2 * radius_, 2 * radius_).toAlignedRect();
  }
  // By the way from its middle.
  [[nodiscard]] double at(double dx, double dy) const {
    if (narrow_ == 1) return at(dx * dx + dy * dy);
    const double length = dx * along_.x() + dy * along_.y(), across = (dy * along_.x() - dx * along_.y()) * narrow_;
    return at(length * length + across * across);
  }

 private:
  [[nodiscard]] double at(double squared) const {
    if (squared <= full_ * full_) return 1;
    if (squared >= radius_ * radius_) return 0;
    return (radius_ - std::sqrt(squared)) / std::max(1e-6, radius_ - full_);
  }

  double radius_, full_;
  QPointF along_;  // the direction of its long side
  double narrow_;
};

std::uint8_t inkOf(const TiledMask&, const Brush& brush) { return brush.value; }
QRgb inkOf(const TiledColours&, const Brush& brush) { return brush.colour; }

template <typename Layer>
QRect dabOn(Layer& layer, QPointF centre, const Brush& brush) {
  const Tip tip(brush);
  const auto ink = inkOf(layer, brush);
  const double flow = brush.flow;
  return layer.change(tip.area(centre), [&](int x, int y, auto old) {
    if (old == ink) return old;
    const double dx = x + 0.5 - centre.x(), dy = y + 0.5 - centre.y();
    const double share = flow * tip.at(dx, dy);
    return share == 0 ? old : share >= 1 ? ink : towards(old, ink, share);
  });
}

template <typename Layer>
QRect strokeOn(Layer& layer, const Way& way, double& rest) {
  const double length = std::hypot(way.to.x() - way.from.x(), way.to.y() - way.from.y());
  const double spacing = std::max(1.0, std::min(way.first.size, way.last.size) * way.last.roundness * kSpacing);
  QRect changed;
  double at = std::max(0.0, spacing - rest);
  for (; at <= length; at += spacing) {
    const double share = length > 0 ? at / length : 1;
    Brush brush = way.last;
    brush.size = way.first.size + (way.last.size - way.first.size) * share;
    brush.flow = way.first.flow + (way.last.flow - way.first.flow) * share;
    changed |= dabOn(layer, way.from + (way.to - way.from) * share, brush);
  }
  rest = length - (at - spacing);
  return changed;
}

}  // namespace

Brush tilted(const Brush& brush, double xDegrees, double yDegrees) {
  Brush made = brush;
  made.roundness = 1 - kTiltMost * std::min(1.0, std::hypot(xDegrees, yDegrees) / kTiltDegrees);
  made.angle = std::atan2(yDegrees, xDegrees);
  return made;
}

Brush pressed(const Brush& brush, double pressure, const Pressure& how) {
  const double share = std::pow(std::clamp(pressure, 0.0, 1.0), std::max(0.05, how.curve));
  Brush made = brush;
  if (how.onSize) made.size = std::max(1.0, brush.size * share);
  if (how.onFlow) made.flow = brush.flow * share;
  return made;
}

QRect dab(TiledMask& mask, QPointF centre, const Brush& brush) { return dabOn(mask, centre, brush); }
QRect dab(TiledColours& colours, QPointF centre, const Brush& brush) { return dabOn(colours, centre, brush); }

QRect stroke(TiledMask& mask, const Way& way, double& rest) { return strokeOn(mask, way, rest); }
QRect stroke(TiledColours& colours, const Way& way, double& rest) { return strokeOn(colours, way, rest); }

}  // namespace heddle::paint
