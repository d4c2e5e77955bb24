// Paints masks as the widget shows them: a tint with an edge that marches, or the values in grey. Works at the widget's
// own resolution, tile by tile of what is to be painted, so that no picture of the mask is kept. Used by the canvas's
// view. Thread rule: pure functions.
#pragma once

#include <QColor>
#include <QImage>
#include <QRect>
#include <QTransform>

#include "paint/tiles.h"

namespace heddle::ui {

struct TintStyle {
  QRgb colour = 0xffffffff;
  bool hasEdge = false;  // of the active mask
  int phase = 0;         // of the edge's march
  bool isGrey = false;   // the values alone, opaque
};

// The part `area` of the widget; null where the mask is black there, unless it is to be grey.
[[nodiscard]] QImage tintOf(const paint::TiledMask& mask, const QTransform& toCanvas, const QRect& area,
                            const TintStyle& style);

}  // namespace heddle::ui
