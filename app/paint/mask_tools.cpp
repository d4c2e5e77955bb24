#include "paint/mask_tools.h"

#include <QPainter>
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

namespace heddle::paint {

namespace {

constexpr double kSpacing = 0.12;  // of the brush's size, between two dabs

double strengthAt(double distance, double radius, double hardness) {
  const double full = radius * std::clamp(hardness, 0.0, 1.0);
  if (distance <= full) return 1;
  return distance >= radius ? 0 : (radius - distance) / std::max(1e-6, radius - full);
}

bool isNear(QRgb a, QRgb b, int tolerance) {
  return std::abs(qRed(a) - qRed(b)) <= tolerance && std::abs(qGreen(a) - qGreen(b)) <= tolerance &&
         std::abs(qBlue(a) - qBlue(b)) <= tolerance;
}

}  // namespace

QRect dab(TiledMask& mask, QPointF centre, const Brush& brush) {
  const double radius = std::max(0.5, brush.size / 2);
  const QRect area = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius).toAlignedRect();
  return mask.change(area, [&](int x, int y, std::uint8_t old) {
    const double distance = std::hypot(x + 0.5 - centre.x(), y + 0.5 - centre.y());
    const double share = brush.flow * strengthAt(distance, radius, brush.hardness);
    return static_cast<std::uint8_t>(std::lround(old + (int{brush.value} - old) * share));
  });
}

QRect stroke(TiledMask& mask, QPointF from, QPointF to, const Brush& brush, double& rest) {
  const double length = std::hypot(to.x() - from.x(), to.y() - from.y());
  const double spacing = std::max(1.0, brush.size * kSpacing);
  QRect changed;
  double at = spacing - rest;
  for (; at <= length; at += spacing) changed |= dab(mask, from + (to - from) * (at / length), brush);
  rest = length - (at - spacing);
  return changed;
}

QRect fillPath(TiledMask& mask, const QPainterPath& path, std::uint8_t value) {
  const QRect area = path.boundingRect().toAlignedRect().intersected(mask.rect());
  if (area.isEmpty()) return {};
  QImage shape(area.size(), QImage::Format_Grayscale8);
  shape.fill(0);
  QPainter painter(&shape);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.translate(-area.topLeft());
  painter.fillPath(path, Qt::white);
  painter.end();
  return mask.change(area, [&](int x, int y, std::uint8_t old) {
    const int share = shape.constScanLine(y - area.top())[x - area.left()];
    return static_cast<std::uint8_t>((old * (255 - share) + value * share + 127) / 255);
  });
}

QRect fillByColour(TiledMask& mask, const QImage& image, QPoint seed, int tolerance, std::uint8_t value) {
  if (!mask.rect().contains(seed) || image.size() != mask.size()) return {};
  const int width = mask.size().width(), height = mask.size().height();
  const auto colour = [&image](int x, int y) { return reinterpret_cast<const QRgb*>(image.constScanLine(y))[x]; };
  const QRgb wanted = colour(seed.x(), seed.y());
  std::vector<bool> taken(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  const auto place = [width](int x, int y) {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x);
  };
  std::vector<QPoint> next{seed};
  taken[place(seed.x(), seed.y())] = true;
  int left = seed.x(), right = seed.x(), top = seed.y(), bottom = seed.y();
  while (!next.empty()) {
    const QPoint here = next.back();
    next.pop_back();
    left = std::min(left, here.x());
    right = std::max(right, here.x());
    top = std::min(top, here.y());
    bottom = std::max(bottom, here.y());
    for (const QPoint step : {QPoint(1, 0), QPoint(-1, 0), QPoint(0, 1), QPoint(0, -1)}) {
      const QPoint there = here + step;
      if (there.x() < 0 || there.y() < 0 || there.x() >= width || there.y() >= height) continue;
      if (taken[place(there.x(), there.y())] || !isNear(colour(there.x(), there.y()), wanted, tolerance)) continue;
      taken[place(there.x(), there.y())] = true;
      next.push_back(there);
    }
  }
  const QRect area(QPoint(left, top), QPoint(right, bottom));
  return mask.change(area, [&](int x, int y, std::uint8_t old) { return taken[place(x, y)] ? value : old; });
}

}  // namespace heddle::paint
