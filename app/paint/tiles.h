// Tiles: the pixels of one layer in tiles of 256 x 256 that copies share until one of them changes. TiledMask holds
// values, TiledColours premultiplied colours. Used by the canvas, its undo stack and its journal. Thread rule: a value;
// copies may go to other threads.
#pragma once

#include <QImage>
#include <QRect>
#include <QSize>
#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <memory>
#include <set>
#include <utility>
#include <vector>

namespace heddle::paint {

template <typename Pixel>
class Tiles final {
 public:
  static constexpr int kSide = 256;
  using Value = Pixel;
  using Tile = std::array<Pixel, std::size_t{kSide} * kSide>;

  Tiles() = default;
  explicit Tiles(QSize size) : size_(size), columns_((size.width() + kSide - 1) / kSide) {  // all zero
    const int rows = (size.height() + kSide - 1) / kSide;
    tiles_.resize(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows));
  }

  [[nodiscard]] QSize size() const { return size_; }
  [[nodiscard]] QRect rect() const { return {{0, 0}, size_}; }
  [[nodiscard]] Pixel at(int x, int y) const {
    const Tile* tile = tiles_[tileAt(x, y)].get();
    return tile == nullptr ? Pixel{0} : (*tile)[placeIn(x, y)];
  }

  // Tile by tile, in rows; null where all is zero.
  [[nodiscard]] std::size_t count() const { return tiles_.size(); }
  [[nodiscard]] const Tile* tile(std::size_t index) const { return tiles_[index].get(); }
  void setTile(std::size_t index, std::shared_ptr<Tile> tile) { tiles_[index] = std::move(tile); }
  [[nodiscard]] QRect rectOf(std::size_t index) const {
    const int at = static_cast<int>(index);
    return QRect(at % columns_ * kSide, at / columns_ * kSide, kSide, kSide).intersected(rect());
  }
  [[nodiscard]] std::size_t tileAt(int x, int y) const {
    return static_cast<std::size_t>(y / kSide) * static_cast<std::size_t>(columns_) +
           static_cast<std::size_t>(x / kSide);
  }
  [[nodiscard]] static std::size_t placeIn(int x, int y) {
    return static_cast<std::size_t>(y % kSide) * kSide + static_cast<std::size_t>(x % kSide);
  }

  // Calls `change(x, y, old)` for each pixel of the area within the layer; gives the part whose values changed. A tile
  // that a copy shares is copied at its first pixel that differs.
  template <typename Change>
  QRect change(const QRect& area, const Change& change);
  // The area as an image: 8-bit grey, or premultiplied colours. Requires: within rect().
  [[nodiscard]] QImage image(const QRect& area) const;
  [[nodiscard]] QImage image() const { return image(rect()); }
  [[nodiscard]] bool isZero() const;
  // Where the two differ, by whole tiles. Requires: both of one size.
  [[nodiscard]] QRect differenceTo(const Tiles& other) const;
  // Adds the tiles of this layer; a tile that several share counts once.
  void addTiles(std::set<const void*>& tiles) const;
  // As large as `size`, with this layer's corner at `at`, and `rest` where it does not reach.
  [[nodiscard]] Tiles moved(QSize size, QPoint at, Pixel rest) const;

 private:
  Tile& ownTile(std::size_t index);

  QSize size_;
  int columns_ = 0;
  std::vector<std::shared_ptr<Tile>> tiles_;  // null: zero
};

using TiledMask = Tiles<std::uint8_t>;
using TiledColours = Tiles<QRgb>;

template <typename Pixel>
auto Tiles<Pixel>::ownTile(std::size_t index) -> Tile& {
  std::shared_ptr<Tile>& tile = tiles_[index];
  if (tile == nullptr) {
    tile = std::make_shared<Tile>();
  } else if (tile.use_count() > 1) {
    tile = std::make_shared<Tile>(*tile);
  } else {
    std::atomic_thread_fence(std::memory_order_acquire);  // another thread may have let go of it just now
  }
  return *tile;
}

template <typename Pixel>
template <typename Change>
QRect Tiles<Pixel>::change(const QRect& area, const Change& change) {
  const QRect inside = area.intersected(rect());
  QRect changed;
  for (int top = inside.top(); top <= inside.bottom(); top = (top / kSide + 1) * kSide) {
    for (int left = inside.left(); left <= inside.right(); left = (left / kSide + 1) * kSide) {
      const std::size_t index = tileAt(left, top);
      Tile* own = nullptr;
      const int right = std::min(inside.right(), left / kSide * kSide + kSide - 1);
      const int bottom = std::min(inside.bottom(), top / kSide * kSide + kSide - 1);
      int first = right + 1, last = left - 1, above = bottom + 1, below = top - 1;
      for (int y = top; y <= bottom; ++y) {
        const Tile* old = tiles_[index].get();
        std::size_t place = placeIn(left, y);
        for (int x = left; x <= right; ++x, ++place) {
          const Pixel was = old == nullptr ? Pixel{0} : (*old)[place];
          const Pixel now = change(x, y, was);
          if (now == was) continue;
          if (own == nullptr) old = own = &ownTile(index);
          (*own)[place] = now;
          first = std::min(first, x);
          last = std::max(last, x);
          above = std::min(above, y);
          below = y;
        }
      }
      if (own != nullptr) changed |= QRect(QPoint(first, above), QPoint(last, below));
    }
  }
  return changed;
}

template <typename Pixel>
QImage Tiles<Pixel>::image(const QRect& area) const {
  QImage image(area.size(), sizeof(Pixel) == 1 ? QImage::Format_Grayscale8 : QImage::Format_ARGB32_Premultiplied);
  image.fill(0);
  for (int y = area.top(); y <= area.bottom(); ++y) {
    auto* line = reinterpret_cast<Pixel*>(image.scanLine(y - area.top()));
    for (int x = area.left(); x <= area.right();) {
      const int end = std::min(area.right() + 1, (x / kSide + 1) * kSide);
      if (const Tile* tile = tiles_[tileAt(x, y)].get(); tile != nullptr) {
        std::memcpy(line + (x - area.left()), tile->data() + placeIn(x, y),
                    static_cast<std::size_t>(end - x) * sizeof(Pixel));
      }
      x = end;
    }
  }
  return image;
}

template <typename Pixel>
bool Tiles<Pixel>::isZero() const {
  return std::ranges::all_of(tiles_, [](const std::shared_ptr<Tile>& tile) {
    return tile == nullptr || std::ranges::all_of(*tile, [](Pixel value) { return value == 0; });
  });
}

template <typename Pixel>
QRect Tiles<Pixel>::differenceTo(const Tiles& other) const {
  QRect changed;
  for (std::size_t i = 0; i < tiles_.size(); ++i) {
    if (tiles_[i] != other.tiles_[i]) changed |= rectOf(i);
  }
  return changed;
}

template <typename Pixel>
void Tiles<Pixel>::addTiles(std::set<const void*>& tiles) const {
  for (const auto& tile : tiles_) {
    if (tile != nullptr) tiles.insert(tile.get());
  }
}

template <typename Pixel>
Tiles<Pixel> Tiles<Pixel>::moved(QSize size, QPoint at, Pixel rest) const {
  Tiles made(size);
  const QRect mine = rect();
  made.change(made.rect(), [&](int x, int y, Pixel) {
    const QPoint from(x - at.x(), y - at.y());
    return mine.contains(from) ? this->at(from.x(), from.y()) : rest;
  });
  return made;
}

}  // namespace heddle::paint
