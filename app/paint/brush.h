// The brush: dabs and strokes on a layer, and how a pen's pressure changes it. Each gives the part that changed. Used
// by the hand of the Paint workspace. Thread rule: free functions on values.
#pragma once

#include <QPointF>
#include <QRect>

#include "paint/tiles.h"

namespace heddle::paint {

struct Brush {
  double size = 40;          // diameter in pixels of the layer
  double hardness = 0.8;     // the share of the radius in which it is full
  double flow = 1;           // how far one dab goes towards its value
  std::uint8_t value = 255;  // of masks; 0 erases
  QRgb colour = 0xff000000;  // of images, premultiplied; 0 erases
  double roundness = 1;      // of the tip: how wide it is across its angle, of its size
  double angle = 0;          // radians, of the tip's long side
};

// What a pen's pressure changes, by pressure to the power of `curve`; and whether its tilt shapes the tip.
struct Pressure {
  bool onSize = true, onFlow = false;
  double curve = 1;
  bool hasTilt = true;
};
// The tip of a pen that leans by these degrees, as QTabletEvent counts them: long in the direction in which it leans.
[[nodiscard]] Brush tilted(const Brush& brush, double xDegrees, double yDegrees);
[[nodiscard]] Brush pressed(const Brush& brush, double pressure, const Pressure& how);

// One dab of the brush.
QRect dab(TiledMask& mask, QPointF centre, const Brush& brush);
QRect dab(TiledColours& colours, QPointF centre, const Brush& brush);

// A way of the pen: the brush at its start and at its end.
struct Way {
  QPointF from, to;
  Brush first, last;
};
// Dabs along the way without that at its start; `rest` is the way since the last dab, kept from one call to the next.
QRect stroke(TiledMask& mask, const Way& way, double& rest);
QRect stroke(TiledColours& colours, const Way& way, double& rest);

}  // namespace heddle::paint
