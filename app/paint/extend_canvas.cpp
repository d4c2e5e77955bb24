#include "paint/extend_canvas.h"

#include <algorithm>
#include <utility>

namespace heddle::paint {

namespace {

// First and second side of one direction, within what a canvas may have.
std::pair<int, int> fitted(int first, int second, int side) {
  const int room = std::max(0, kCanvasSideMost - side);
  first = std::clamp(first, 0, room);
  return {first, std::clamp(second, 0, room - first)};
}

TiledColours edgesOf(const QImage& image, QSize size, QPoint at) {
  TiledColours made(size);
  const QRect inner(at, image.size());
  made.change(made.rect(), [&](int x, int y, QRgb) {
    if (inner.contains(x, y)) return QRgb{0};
    const int fromX = std::clamp(x - at.x(), 0, image.width() - 1),
              fromY = std::clamp(y - at.y(), 0, image.height() - 1);
    return qPremultiply(reinterpret_cast<const QRgb*>(image.constScanLine(fromY))[fromX]);
  });
  return made;
}

}  // namespace

CanvasState extendedBy(const CanvasState& state, const QMargins& margins, const QString& name) {
  const auto [left, right] = fitted(margins.left(), margins.right(), state.size.width());
  const auto [top, bottom] = fitted(margins.top(), margins.bottom(), state.size.height());
  if (left + right + top + bottom == 0 || state.isEmpty()) return state;
  CanvasState made = state;
  made.size += QSize(left + right, top + bottom);
  const QPoint at(left, top);
  ImageLayer edges = emptyLayer(made.size, name);
  edges.id = state.freeId();
  edges.colours = edgesOf(flattened(state), made.size, at);
  for (ImageLayer& layer : made.images) layer.at += at;
  made.images.insert(made.images.begin(), std::move(edges));
  for (MaskLayer& layer : made.masks)
    layer.mask = layer.mask.moved(made.size, at, layer.purpose == MaskPurpose::change ? 255 : 0);
  return made;
}

}  // namespace heddle::paint
