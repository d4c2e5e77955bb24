// The tools of the Paint workspace as functions on a mask. Each gives the part that changed. Used by the canvas's view.
// Thread rule: free functions on values.
#pragma once

#include <QImage>
#include <QPainterPath>
#include <QPointF>
#include <QRect>

#include "paint/tiled_mask.h"

namespace heddle::paint {

struct Brush {
  double size = 40;          // diameter in pixels of the picture
  double hardness = 0.8;     // the share of the radius in which it is full
  double flow = 1;           // how far one dab goes towards its value
  std::uint8_t value = 255;  // 0 erases
};

// One dab of the brush.
QRect dab(TiledMask& mask, QPointF centre, const Brush& brush);
// Dabs from `from`, without its own, to `to`; `rest` is the way since the last dab, kept from one call to the next.
QRect stroke(TiledMask& mask, QPointF from, QPointF to, const Brush& brush, double& rest);
// The inside of a path, with soft edges; `value` 0 erases.
QRect fillPath(TiledMask& mask, const QPainterPath& path, std::uint8_t value);
// The places that hang together with `seed` and whose colours in `image` differ from its by at most `tolerance`.
// Requires: `image` is RGB32 or ARGB32.
QRect fillByColour(TiledMask& mask, const QImage& image, QPoint seed, int tolerance, std::uint8_t value);

}  // namespace heddle::paint
