#include "paint/variant.h"

namespace heddle::paint {

namespace {

constexpr int kThumbnailSide = 96;

}  // namespace

Variant variantOf(const QImage& before, const QImage& after, const QString& label) {
  Variant made;
  made.label = label;
  made.thumbnail = after.scaled(kThumbnailSide, kThumbnailSide, Qt::KeepAspectRatio, Qt::SmoothTransformation);
  made.patch = TiledColours(after.size());
  made.patch.change(made.patch.rect(), [&before, &after](int x, int y, QRgb) {
    const QRgb now = reinterpret_cast<const QRgb*>(after.constScanLine(y))[x];
    return now == reinterpret_cast<const QRgb*>(before.constScanLine(y))[x] ? QRgb{0} : qPremultiply(now);
  });
  return made;
}

}  // namespace heddle::paint
