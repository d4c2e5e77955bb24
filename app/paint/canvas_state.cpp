#include "paint/canvas_state.h"

#include <QPainter>
#include <algorithm>

namespace heddle::paint {
namespace {

template <typename Layers>
auto* found(Layers& layers, LayerId id) {
  const auto at = std::ranges::find(layers, id, [](const auto& layer) { return layer.id; });
  return at == layers.end() ? nullptr : &*at;
}

QRgb over(QRgb lower, QRgb upper) {  // `lower` as it is stored in RGB32 or ARGB32, `upper` premultiplied
  if (qAlpha(upper) == 255) return upper;
  const QRgb below = qPremultiply(lower);
  const int rest = 255 - qAlpha(upper);
  const auto mix = [rest](int top, int bottom) { return top + (bottom * rest + 127) / 255; };
  return qUnpremultiply(qRgba(mix(qRed(upper), qRed(below)), mix(qGreen(upper), qGreen(below)),
                              mix(qBlue(upper), qBlue(below)), mix(qAlpha(upper), qAlpha(below))));
}

// Pixel by pixel, so that what the layer does not cover keeps its bits.
void layColours(QImage& image, const TiledColours& colours, QPoint at) {
  for (std::size_t i = 0; i < colours.count(); ++i) {
    const TiledColours::Tile* tile = colours.tile(i);
    if (tile == nullptr) continue;
    const QRect part = colours.rectOf(i).translated(at).intersected(image.rect());
    for (int y = part.top(); y <= part.bottom(); ++y) {
      auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
      const QRgb* from = tile->data() + TiledColours::placeIn(part.left() - at.x(), y - at.y());
      for (int x = part.left(); x <= part.right(); ++x, ++from) {
        if (qAlpha(*from) > 0) line[x] = over(line[x], *from);
      }
    }
  }
}

// The same for an image; what it covers wholly has its bits, those of clear pixels too.
void layImage(QImage& image, const QImage& upper, QPoint at) {
  const QRect part = upper.rect().translated(at).intersected(image.rect());
  const bool isOpaque = upper.format() == QImage::Format_RGB32;
  for (int y = part.top(); y <= part.bottom(); ++y) {
    auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
    const QRgb* from = reinterpret_cast<const QRgb*>(upper.constScanLine(y - at.y())) + (part.left() - at.x());
    for (int x = part.left(); x <= part.right(); ++x, ++from) {
      const QRgb colour = isOpaque ? *from | 0xff000000 : *from;
      line[x] = qAlpha(line[x]) == 0 || qAlpha(colour) == 255 ? colour : over(line[x], qPremultiply(colour));
    }
  }
}

bool hasClearParts(const QImage& image) {
  for (int y = 0; y < image.height(); ++y) {
    const auto* line = reinterpret_cast<const QRgb*>(image.constScanLine(y));
    if (std::any_of(line, line + image.width(), [](QRgb colour) { return qAlpha(colour) < 255; })) return true;
  }
  return false;
}

bool covers(const ImageLayer& layer, const CanvasState& state) {
  return layer.isVisible && layer.isUnscaled() && layer.at == QPoint(0, 0) && layer.image.size() == state.size;
}

}  // namespace

const ImageLayer* CanvasState::image(LayerId id) const { return found(images, id); }
ImageLayer* CanvasState::image(LayerId id) { return found(images, id); }
const MaskLayer* CanvasState::mask(LayerId id) const { return found(masks, id); }
MaskLayer* CanvasState::mask(LayerId id) { return found(masks, id); }

const MaskLayer* CanvasState::mask(MaskPurpose purpose) const {
  const auto at = std::ranges::find(masks, purpose, &MaskLayer::purpose);
  return at == masks.end() ? nullptr : &*at;
}

LayerId CanvasState::freeId() const {
  LayerId most;
  for (const ImageLayer& layer : images) most = std::max(most, layer.id);
  for (const MaskLayer& layer : masks) most = std::max(most, layer.id);
  return {most.value + 1};
}

void CanvasState::addTiles(std::set<const void*>& ofMasks, std::set<const void*>& ofColours) const {
  for (const ImageLayer& layer : images) layer.colours.addTiles(ofColours);
  for (const MaskLayer& layer : masks) layer.mask.addTiles(ofMasks);
}

CanvasState stateFor(const QImage& image, const QString& name) {
  CanvasState state;
  if (image.isNull()) return state;
  state.size = image.size();
  state.images.push_back(layerOf(image, name));
  state.images.back().id = {1};
  state.masks.push_back({{2}, MaskPurpose::change, TiledMask(image.size())});
  return state;
}

QImage canvasImage(const image::Image& image) {
  if (image.empty()) return {};
  QImage made(image.width(), image.height(), image.channels() == 4 ? QImage::Format_ARGB32 : QImage::Format_RGB32);
  for (int y = 0; y < made.height() && !made.isNull(); ++y) {
    auto* line = reinterpret_cast<QRgb*>(made.scanLine(y));
    const std::uint8_t* from = image.row(y).data();
    for (int x = 0; x < made.width(); ++x, from += image.channels()) {
      line[x] = image.channels() == 1   ? qRgb(from[0], from[0], from[0])
                : image.channels() == 3 ? qRgb(from[0], from[1], from[2])
                                        : qRgba(from[0], from[1], from[2], from[3]);
    }
  }
  return made;
}

bool isFlat(const CanvasState& state) {
  if (state.isEmpty() || !covers(state.images.front(), state)) return false;
  return std::ranges::all_of(state.images, [&state](const ImageLayer& layer) {
    return (&layer == &state.images.front() || !layer.isVisible) && (!layer.isVisible || layer.colours.isZero());
  });
}

QImage flattened(const CanvasState& state) {
  if (state.isEmpty()) return {};
  if (isFlat(state)) return state.images.front().image;
  QImage made;
  std::size_t first = 0;
  if (covers(state.images.front(), state)) {
    made = state.images.front().image;
    layColours(made, state.images.front().colours, {});
    first = 1;
  } else {
    made = QImage(state.size, QImage::Format_ARGB32);
    made.fill(0);
  }
  for (std::size_t i = first; i < state.images.size(); ++i) {
    const ImageLayer& layer = state.images[i];
    if (!layer.isVisible) continue;
    if (layer.isUnscaled()) {
      if (!layer.image.isNull()) layImage(made, layer.image, layer.at);
      layColours(made, layer.colours, layer.at);
    } else {
      QPainter painter(&made);
      painter.setRenderHint(QPainter::SmoothPixmapTransform);
      drawLayer(painter, layer, state.rect());
    }
  }
  if (made.format() == QImage::Format_ARGB32 && !hasClearParts(made)) made.reinterpretAsFormat(QImage::Format_RGB32);
  return made;
}

QRgb colourAt(const CanvasState& state, QPoint place) {
  QImage one(1, 1, QImage::Format_ARGB32_Premultiplied);
  one.fill(0);
  QPainter painter(&one);
  painter.translate(-place);
  for (const ImageLayer& layer : state.images) drawLayer(painter, layer, QRect(place, QSize(1, 1)));
  painter.end();
  return one.pixel(0, 0) | 0xff000000;
}

QRect changedArea(const CanvasState& before, const CanvasState& after) {
  const bool isSame = before.size == after.size && before.images.size() == after.images.size() &&
                      before.masks.size() == after.masks.size();
  if (!isSame) return after.rect();
  QRect area;
  for (std::size_t i = 0; i < after.images.size(); ++i) {
    if (hasOtherFacts(before.images[i], after.images[i])) return after.rect();
    const QRect own = before.images[i].colours.differenceTo(after.images[i].colours);
    if (!own.isEmpty()) area |= after.images[i].transform().mapRect(QRectF(own)).toAlignedRect();
  }
  for (std::size_t i = 0; i < after.masks.size(); ++i) {
    const MaskLayer &old = before.masks[i], &now = after.masks[i];
    if (old.id != now.id || old.isVisible != now.isVisible) return after.rect();
    area |= old.mask.differenceTo(now.mask);
  }
  return area.intersected(after.rect());
}

}  // namespace heddle::paint
