#include "paint/tiled_mask.h"

#include <algorithm>
#include <cstring>

namespace heddle::paint {

namespace {

std::size_t placeIn(int x, int y) {
  return static_cast<std::size_t>(y % TiledMask::kSide) * TiledMask::kSide +
         static_cast<std::size_t>(x % TiledMask::kSide);
}

}  // namespace

TiledMask::TiledMask(QSize size) : size_(size), columns_((size.width() + kSide - 1) / kSide) {
  const int rows = (size.height() + kSide - 1) / kSide;
  tiles_.resize(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows));
}

std::size_t TiledMask::tileAt(int x, int y) const {
  return static_cast<std::size_t>(y / kSide) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(x / kSide);
}

std::uint8_t TiledMask::at(int x, int y) const {
  const auto& tile = tiles_[tileAt(x, y)];
  return tile == nullptr ? std::uint8_t{0} : (*tile)[placeIn(x, y)];
}

QRect TiledMask::change(const QRect& area, const std::function<std::uint8_t(int x, int y, std::uint8_t old)>& change) {
  const QRect inside = area.intersected(rect());
  QRect changed;
  for (int top = inside.top(); top <= inside.bottom(); top = (top / kSide + 1) * kSide) {
    for (int left = inside.left(); left <= inside.right(); left = (left / kSide + 1) * kSide) {
      auto& tile = tiles_[tileAt(left, top)];
      std::shared_ptr<Tile> own;  // a copy, made at the first pixel that differs
      const int right = std::min(inside.right(), left / kSide * kSide + kSide - 1);
      const int bottom = std::min(inside.bottom(), top / kSide * kSide + kSide - 1);
      for (int y = top; y <= bottom; ++y) {
        for (int x = left; x <= right; ++x) {
          const std::uint8_t old = tile == nullptr ? std::uint8_t{0} : (*tile)[placeIn(x, y)];
          const std::uint8_t now = change(x, y, own ? (*own)[placeIn(x, y)] : old);
          if (now == old) continue;
          if (!own) own = tile == nullptr ? std::make_shared<Tile>() : std::make_shared<Tile>(*tile);
          (*own)[placeIn(x, y)] = now;
          changed |= QRect(x, y, 1, 1);
        }
      }
      if (own) tile = std::move(own);
    }
  }
  return changed;
}

QImage TiledMask::image(const QRect& area) const {
  QImage image(area.size(), QImage::Format_Grayscale8);
  image.fill(0);
  for (int y = area.top(); y <= area.bottom(); ++y) {
    uchar* line = image.scanLine(y - area.top());
    for (int x = area.left(); x <= area.right();) {
      const int end = std::min(area.right() + 1, (x / kSide + 1) * kSide);
      if (const auto& tile = tiles_[tileAt(x, y)]; tile != nullptr)
        std::memcpy(line + (x - area.left()), tile->data() + placeIn(x, y), static_cast<std::size_t>(end - x));
      x = end;
    }
  }
  return image;
}

bool TiledMask::isBlack() const {
  return std::ranges::all_of(tiles_, [](const std::shared_ptr<const Tile>& tile) {
    return tile == nullptr || std::ranges::all_of(*tile, [](std::uint8_t value) { return value == 0; });
  });
}

QRect TiledMask::differenceTo(const TiledMask& other) const {
  QRect changed;
  for (std::size_t i = 0; i < tiles_.size(); ++i) {
    if (tiles_[i] == other.tiles_[i]) continue;
    const int column = static_cast<int>(i) % columns_, row = static_cast<int>(i) / columns_;
    changed |= QRect(column * kSide, row * kSide, kSide, kSide);
  }
  return changed.intersected(rect());
}

void TiledMask::addTiles(std::set<const void*>& tiles) const {
  for (const auto& tile : tiles_) {
    if (tile != nullptr) tiles.insert(tile.get());
  }
}

}  // namespace heddle::paint
