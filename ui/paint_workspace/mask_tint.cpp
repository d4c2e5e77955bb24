#include "paint_workspace/mask_tint.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace heddle::ui {
namespace {

constexpr int kMost = 130;  // of 255, where the mask is white
constexpr int kHalf = 128;  // the edge
constexpr int kDash = 5;    // pixels

// The mask's values at the widget's pixels, with a border of one pixel around the area.
class Samples final {
 public:
  Samples(const paint::TiledMask& mask, const QTransform& toCanvas, const QRect& area)
      : width_(area.width() + 2),
        values_(static_cast<std::size_t>(width_) * static_cast<std::size_t>(area.height() + 2)) {
    if (toCanvas.m12() == 0 && toCanvas.m21() == 0) {
      takeRows(mask, toCanvas, area);
    } else {
      takePoints(mask, toCanvas, area);
    }
  }
  // The values of a row of the area, from one pixel left of it.
  [[nodiscard]] const std::uint8_t* row(int y) const { return values_.data() + (y + 1) * width_; }
  [[nodiscard]] int width() const { return width_; }

 private:
  // Upright: all pixels of a column lie in one column of the mask.
  void takeRows(const paint::TiledMask& mask, const QTransform& toCanvas, const QRect& area) {
    std::vector<int> columns(static_cast<std::size_t>(width_));
    for (int x = 0; x < width_; ++x) {
      const int column = static_cast<int>(std::floor(toCanvas.m11() * (area.left() + x - 0.5) + toCanvas.dx()));
      columns[static_cast<std::size_t>(x)] = column >= 0 && column < mask.size().width() ? column : -1;
    }
    std::uint8_t* to = values_.data();
    for (int y = area.top() - 1; y <= area.bottom() + 1; ++y, to += width_) {
      const int row = static_cast<int>(std::floor(toCanvas.m22() * (y + 0.5) + toCanvas.dy()));
      if (row < 0 || row >= mask.size().height()) continue;
      for (int x = 0; x < width_; ++x) {
        const int column = columns[static_cast<std::size_t>(x)];
        if (column < 0) continue;
        const auto* tile = mask.tile(mask.tileAt(column, row));
        if (tile != nullptr) to[x] = (*tile)[paint::TiledMask::placeIn(column, row)];
      }
    }
  }
  void takePoints(const paint::TiledMask& mask, const QTransform& toCanvas, const QRect& area) {
    const int wide = mask.size().width(), high = mask.size().height();
    std::uint8_t* to = values_.data();
    for (int y = area.top() - 1; y <= area.bottom() + 1; ++y) {
      QPointF at = toCanvas.map(QPointF(area.left() - 0.5, y + 0.5));
      for (int x = 0; x < width_; ++x, ++to, at += QPointF(toCanvas.m11(), toCanvas.m12())) {
        const int column = static_cast<int>(std::floor(at.x())), row = static_cast<int>(std::floor(at.y()));
        if (column >= 0 && row >= 0 && column < wide && row < high) *to = mask.at(column, row);
      }
    }
  }

  int width_;
  std::vector<std::uint8_t> values_;  // 0 outside of the canvas
};

bool isBlackIn(const paint::TiledMask& mask, const QRect& seen) {
  const int side = paint::TiledMask::kSide;
  const QRect inside = seen.intersected(mask.rect());
  for (int y = inside.top() / side * side; y <= inside.bottom(); y += side) {
    for (int x = inside.left() / side * side; x <= inside.right(); x += side) {
      if (mask.tile(mask.tileAt(x, y)) != nullptr) return false;
    }
  }
  return true;
}

std::array<QRgb, 256> paletteOf(QRgb colour) {
  std::array<QRgb, 256> palette{};
  for (int value = 0; value < 256; ++value) {
    const int alpha = value * kMost / 255;
    palette[static_cast<std::size_t>(value)] =
        qRgba(qRed(colour) * alpha / 255, qGreen(colour) * alpha / 255, qBlue(colour) * alpha / 255, alpha);
  }
  return palette;
}

// White dashes and dark ones between them, on the inner side of the edge.
void drawEdge(QImage& image, const Samples& samples, const QRect& area, int phase) {
  const int width = samples.width();
  for (int y = 0; y < image.height(); ++y) {
    const std::uint8_t* value = samples.row(y) + 1;
    auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
    for (int x = 0; x < image.width(); ++x, ++value) {
      if (*value < kHalf) continue;
      const bool isEdge = value[-1] < kHalf || value[1] < kHalf || value[-width] < kHalf || value[width] < kHalf;
      if (!isEdge) continue;
      const int along = (area.left() + x + area.top() + y + phase) / kDash;
      line[x] = along % 2 == 0 ? qRgba(255, 255, 255, 255) : qRgba(0, 0, 0, 140);
    }
  }
}

}  // namespace

QImage tintOf(const paint::TiledMask& mask, const QTransform& toCanvas, const QRect& area, const TintStyle& style) {
  const QRect seen = toCanvas.mapRect(QRectF(area)).toAlignedRect().adjusted(-1, -1, 1, 1);
  if (!style.isGrey && isBlackIn(mask, seen)) return {};
  const Samples samples(mask, toCanvas, area);
  QImage image(area.size(), style.isGrey ? QImage::Format_RGB32 : QImage::Format_ARGB32_Premultiplied);
  const std::array<QRgb, 256> palette = paletteOf(style.colour);
  for (int y = 0; y < image.height(); ++y) {
    const std::uint8_t* value = samples.row(y) + 1;
    auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
    for (int x = 0; x < image.width(); ++x, ++value)
      line[x] = style.isGrey ? qRgb(*value, *value, *value) : palette[*value];
  }
  if (style.hasEdge && !style.isGrey) drawEdge(image, samples, area, style.phase);
  return image;
}

}  // namespace heddle::ui
