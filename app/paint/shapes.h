// Shapes on a layer: the inside of a path, a gradient, and a set of places. Each gives the part that changed. Used by
// the hand of the Paint workspace. Thread rule: free functions on values.
#pragma once

#include <QPainterPath>
#include <QPointF>
#include <QRect>

#include "paint/tiles.h"

namespace heddle::paint {

// The inside of a path, with soft edges; 0 erases.
QRect fillPath(TiledMask& mask, const QPainterPath& path, std::uint8_t value);
QRect fillPath(TiledColours& colours, const QPainterPath& path, QRgb colour);

// From `value` at one point to nothing at the other, across the whole layer; what is more already stays.
QRect gradient(TiledMask& mask, QPointF from, QPointF to, std::uint8_t value);
QRect gradient(TiledColours& colours, QPointF from, QPointF to, QRgb colour);

// Where `places`, laid with its corner at `at`, is white.
QRect fillPlaces(TiledMask& mask, const TiledMask& places, QPoint at, std::uint8_t value);
QRect fillPlaces(TiledColours& colours, const TiledMask& places, QPoint at, QRgb colour);

}  // namespace heddle::paint
