#include "paint/image_layer.h"

#include <QPainter>

namespace heddle::paint {

QTransform ImageLayer::transform() const {
  QTransform made;
  made.translate(at.x(), at.y());
  made.scale(scale, scale);
  if (isMirrored) made.translate(size().width(), 0).scale(-1, 1);
  if (isFlipped) made.translate(0, size().height()).scale(1, -1);
  return made;
}

ImageLayer layerOf(const QImage& image, const QString& name) {
  ImageLayer made = emptyLayer(image.size(), name);
  const auto format = image.hasAlphaChannel() ? QImage::Format_ARGB32 : QImage::Format_RGB32;
  made.image = image.format() == format ? image : image.convertToFormat(format);
  return made;
}

ImageLayer emptyLayer(QSize size, const QString& name) {
  ImageLayer made;
  made.name = name;
  made.colours = TiledColours(size);
  return made;
}

bool hasOtherFacts(const ImageLayer& a, const ImageLayer& b) {
  return a.id != b.id || a.name != b.name || a.image.cacheKey() != b.image.cacheKey() || a.size() != b.size() ||
         a.at != b.at || a.scale != b.scale || a.isMirrored != b.isMirrored || a.isFlipped != b.isFlipped ||
         a.opacity != b.opacity || a.isVisible != b.isVisible;
}

void drawColours(QPainter& painter, const TiledColours& colours, const QRect& seen) {
  const int side = TiledColours::kSide;
  const QRect inside = seen.intersected(colours.rect());
  for (int top = inside.top() / side * side; top <= inside.bottom(); top += side) {
    for (int left = inside.left() / side * side; left <= inside.right(); left += side) {
      const TiledColours::Tile* tile = colours.tile(colours.tileAt(left, top));
      if (tile == nullptr) continue;
      const QSize size = QRect(left, top, side, side).intersected(colours.rect()).size();
      const QImage pixels(reinterpret_cast<const uchar*>(tile->data()), size.width(), size.height(),
                          side * static_cast<int>(sizeof(QRgb)), QImage::Format_ARGB32_Premultiplied);
      painter.drawImage(QPoint(left, top), pixels);
    }
  }
}

void drawLayer(QPainter& painter, const ImageLayer& layer, const QRect& seen) {
  if (!layer.isVisible || layer.opacity <= 0) return;
  const QTransform place = layer.transform();
  const QRect own = place.inverted().mapRect(QRectF(seen)).toAlignedRect().adjusted(-1, -1, 1, 1);
  painter.save();
  painter.setTransform(place, true);
  painter.setOpacity(painter.opacity() * layer.opacity);
  if (!layer.image.isNull()) {
    const QRect part = own.intersected(layer.image.rect());
    if (!part.isEmpty()) painter.drawImage(QRectF(part), layer.image, QRectF(part));
  }
  drawColours(painter, layer.colours, own);
  painter.restore();
}

}  // namespace heddle::paint
