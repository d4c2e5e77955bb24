// TiledMask: a mask in tiles of 256 x 256 that copies share until one of them changes. Used by the canvas and its undo
// stack. Thread rule: a value; copies may go to other threads.
#pragma once

#include <QImage>
#include <QRect>
#include <QSize>
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <vector>

namespace heddle::paint {

class TiledMask final {
 public:
  static constexpr int kSide = 256;
  using Tile = std::array<std::uint8_t, std::size_t{kSide} * kSide>;

  TiledMask() = default;
  explicit TiledMask(QSize size);  // black

  [[nodiscard]] QSize size() const { return size_; }
  [[nodiscard]] QRect rect() const { return {{0, 0}, size_}; }
  [[nodiscard]] std::uint8_t at(int x, int y) const;
  // Calls `change` for each pixel of the area within the mask; gives the part of it whose values changed.
  QRect change(const QRect& area, const std::function<std::uint8_t(int x, int y, std::uint8_t old)>& change);
  // The area as an 8-bit grey image. Requires: within rect().
  [[nodiscard]] QImage image(const QRect& area) const;
  [[nodiscard]] bool isBlack() const;
  // Where the two differ, by whole tiles. Requires: both of one size.
  [[nodiscard]] QRect differenceTo(const TiledMask& other) const;
  // Adds the tiles of this mask; a tile that several masks share counts once.
  void addTiles(std::set<const void*>& tiles) const;

 private:
  [[nodiscard]] std::size_t tileAt(int x, int y) const;

  QSize size_;
  int columns_ = 0;
  std::vector<std::shared_ptr<const Tile>> tiles_;  // null: black
};

}  // namespace heddle::paint
