// The places of an image that are like one of them in colour: what the bucket fills and the wand takes. Used by the
// Paint workspace. Thread rule: a pure function, slow for large images: not for the window's thread.
#pragma once

#include <QImage>
#include <QPoint>

#include "paint/tiles.h"

namespace heddle::paint {

// White where no channel differs from the place's by more than `tolerance`, and, with `isConnected`, only what hangs
// together with it. Requires: `image` is RGB32 or ARGB32 and holds the place.
[[nodiscard]] TiledMask placesLike(const QImage& image, QPoint place, int tolerance, bool isConnected);

}  // namespace heddle::paint
