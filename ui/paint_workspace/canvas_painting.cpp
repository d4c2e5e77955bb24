#include "paint_workspace/canvas_painting.h"

#include <QPainter>
#include <QPixmap>

#include "paint_workspace/mask_tint.h"

namespace heddle::ui {
namespace {

constexpr double kPixelZoom = 4, kGridZoom = 8;

void drawCheckers(QPainter& painter, const QRect& part) {
  QPixmap two(16, 16);
  two.fill(QColor(150, 150, 150));
  QPainter squares(&two);
  squares.fillRect(0, 0, 8, 8, QColor(110, 110, 110));
  squares.fillRect(8, 8, 8, 8, QColor(110, 110, 110));
  squares.end();
  painter.fillRect(part, QBrush(two));
}

bool isOpaque(const paint::CanvasState& state) {
  const paint::ImageLayer& lowest = state.images.front();
  return lowest.isVisible && lowest.isUnscaled() && lowest.at.isNull() && lowest.size() == state.size &&
         lowest.image.format() == QImage::Format_RGB32;
}

void drawMasks(QPainter& painter, const paint::Canvas& canvas, const ViewTransform& view, const QRect& part,
               const CanvasLook& look) {
  const auto draw = [&painter, &view, &part](const paint::MaskLayer& layer, const TintStyle& style) {
    const QImage tint = tintOf(layer.mask, view.toCanvas(), part, style);
    if (!tint.isNull()) painter.drawImage(part.topLeft(), tint);
  };
  const paint::MaskLayer* active = canvas.activeMask();
  if (look.isGrey && active != nullptr) return draw(*active, {0, false, 0, true});
  for (const paint::MaskLayer& layer : canvas.state().masks) {
    if (layer.isVisible) draw(layer, {paint::colourOf(layer.purpose), &layer == active, look.phase, false});
  }
}

void drawGrid(QPainter& painter, const QRect& all, const ViewTransform& view, const QRect& part) {
  const QRect seen = view.toCanvas().mapRect(QRectF(part)).toAlignedRect().intersected(all);
  painter.save();
  painter.setClipRect(part);
  painter.setPen(QPen(QColor(128, 128, 128, 90), 0));
  for (int x = seen.left(); x <= seen.right() + 1; ++x)
    painter.drawLine(view.toWidget().map(QPointF(x, seen.top())), view.toWidget().map(QPointF(x, seen.bottom() + 1)));
  for (int y = seen.top(); y <= seen.bottom() + 1; ++y)
    painter.drawLine(view.toWidget().map(QPointF(seen.left(), y)), view.toWidget().map(QPointF(seen.right() + 1, y)));
  painter.restore();
}

}  // namespace

// Only what is to be painted, in whole pixels of the canvas.
void drawCanvas(QPainter& painter, const paint::Canvas& canvas, const ViewTransform& view, const QRect& part,
                const CanvasLook& look) {
  const QRectF place = view.toWidget().mapRect(QRectF(canvas.state().rect()));
  const QRect inside = part.intersected(place.toAlignedRect());
  if (inside.isEmpty()) return;
  const QRect seen = view.toCanvas().mapRect(QRectF(inside)).toAlignedRect().adjusted(-1, -1, 1, 1);
  painter.save();
  painter.setClipRect(part);
  painter.setTransform(view.toWidget());
  painter.setClipRect(canvas.state().rect(), Qt::IntersectClip);
  if (look.isGrey && canvas.activeMask() != nullptr && !look.showsOriginal && canvas.shown() < 0) {
    painter.resetTransform();
    drawMasks(painter, canvas, view, inside, look);
    painter.restore();
    return;
  }
  if (!isOpaque(canvas.state())) {
    painter.resetTransform();
    drawCheckers(painter, inside);
    painter.setTransform(view.toWidget());
  }
  painter.setRenderHint(QPainter::SmoothPixmapTransform,
                        view.scale() < kPixelZoom && (view.scale() != 1 || !view.isUpright()));
  for (const paint::ImageLayer& layer : canvas.state().images) paint::drawLayer(painter, layer, seen);
  if (const paint::Variant* variant = canvas.shownVariant(); variant != nullptr && !look.showsOriginal)
    paint::drawColours(painter, variant->patch, seen);
  painter.resetTransform();
  if (!look.showsOriginal && canvas.shown() < 0) drawMasks(painter, canvas, view, inside, look);
  painter.restore();
  if (view.scale() >= kGridZoom && view.angle() == 0) drawGrid(painter, canvas.state().rect(), view, inside);
}

}  // namespace heddle::ui
