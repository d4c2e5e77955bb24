#include "paint/shapes.h"

#include <QPainter>
#include <algorithm>

#include "paint/ink.h"

namespace heddle::paint {
namespace {

template <typename Layer, typename Ink>
QRect fillPathOn(Layer& layer, const QPainterPath& path, Ink ink) {
  const QRect area = path.boundingRect().toAlignedRect().intersected(layer.rect());
  if (area.isEmpty()) return {};
  QImage shape(area.size(), QImage::Format_Grayscale8);
  shape.fill(0);
  QPainter painter(&shape);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.translate(-area.topLeft());
  painter.fillPath(path, Qt::white);
  painter.end();
  return layer.change(area, [&](int x, int y, Ink old) {
    const int share = shape.constScanLine(y - area.top())[x - area.left()];
    return share == 0 ? old : share == 255 ? ink : towards(old, ink, share / 255.0);
  });
}

// How far a place is on the way from one point to another, 0 to 1.
class Slope final {
 public:
  Slope(QPointF from, QPointF to)
      : from_(from), way_(to - from), squared_(std::max(1.0, QPointF::dotProduct(way_, way_))) {}
  [[nodiscard]] double at(int x, int y) const {
    const QPointF here(x + 0.5 - from_.x(), y + 0.5 - from_.y());
    return std::clamp(QPointF::dotProduct(here, way_) / squared_, 0.0, 1.0);
  }

 private:
  QPointF from_, way_;
  double squared_;
};

template <typename Layer, typename Ink>
QRect fillPlacesOn(Layer& layer, const TiledMask& places, QPoint at, Ink ink) {
  return layer.change(places.rect().translated(at),
                      [&](int x, int y, Ink old) { return places.at(x - at.x(), y - at.y()) > 127 ? ink : old; });
}

}  // namespace

QRect fillPath(TiledMask& mask, const QPainterPath& path, std::uint8_t value) { return fillPathOn(mask, path, value); }
QRect fillPath(TiledColours& colours, const QPainterPath& path, QRgb colour) {
  return fillPathOn(colours, path, colour);
}

QRect gradient(TiledMask& mask, QPointF from, QPointF to, std::uint8_t value) {
  const Slope slope(from, to);
  return mask.change(mask.rect(), [&](int x, int y, std::uint8_t old) {
    const std::uint8_t there = towards(value, std::uint8_t{0}, slope.at(x, y));
    return value == 0 ? towards(old, std::uint8_t{0}, 1 - slope.at(x, y)) : std::max(old, there);
  });
}

QRect gradient(TiledColours& colours, QPointF from, QPointF to, QRgb colour) {
  const Slope slope(from, to);
  return colours.change(colours.rect(), [&](int x, int y, QRgb old) { return towards(colour, old, slope.at(x, y)); });
}

QRect fillPlaces(TiledMask& mask, const TiledMask& places, QPoint at, std::uint8_t value) {
  return fillPlacesOn(mask, places, at, value);
}
QRect fillPlaces(TiledColours& colours, const TiledMask& places, QPoint at, QRgb colour) {
  return fillPlacesOn(colours, places, at, colour);
}

}  // namespace heddle::paint
