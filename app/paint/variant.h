// Variant: one result for the masked part, as the pixels that it changes. Used by the canvas. Thread rule: a value; its
// makers are pure functions, not for the window's thread where pictures are large.
#pragma once

#include <QImage>
#include <QString>

#include "paint/tiles.h"

namespace heddle::paint {

struct Variant {
  TiledColours patch;  // of the canvas's size; clear where nothing changed
  QImage thumbnail;
  QString label;              // its seed
  qint64 changedOutside = 0;  // pixels where the feathered mask is black and that differ
};

// `before` and `after`: RGB32 or ARGB32 of one size.
[[nodiscard]] Variant variantOf(const QImage& before, const QImage& after, const QString& label);

}  // namespace heddle::paint
