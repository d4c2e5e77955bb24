#include "inpaint/nearest.h"

#include <cstdlib>

namespace heddle::inpaint {

namespace {

// The nearest marked row in a pixel's own column, -1 where the column has none.
std::vector<std::int32_t> nearest_rows(std::span<const std::uint8_t> marked, int width, int height) {
  const auto columns = static_cast<std::size_t>(width);
  std::vector<std::int32_t> rows(marked.size(), -1);
  for (int y = 0; y < height; ++y) {
    const std::size_t line = static_cast<std::size_t>(y) * columns;
    for (std::size_t x = 0; x < columns; ++x) {
      if (marked[line + x] != 0)
        rows[line + x] = y;
      else if (y > 0)
        rows[line + x] = rows[line - columns + x];
    }
  }
  for (int y = height - 2; y >= 0; --y) {
    const std::size_t line = static_cast<std::size_t>(y) * columns;
    for (std::size_t x = 0; x < columns; ++x) {
      const std::int32_t below = rows[line + columns + x], above = rows[line + x];
      if (below >= 0 && (above < 0 || std::abs(below - y) < std::abs(above - y))) rows[line + x] = below;
    }
  }
  return rows;
}

// One row's lower envelope of the parabolas that its columns give.
class Envelope final {
 public:
  explicit Envelope(int width) : columns_(static_cast<std::size_t>(width)), starts_(static_cast<std::size_t>(width)) {}

  void build(std::span<const std::int32_t> rows, int y) {
    count_ = 0;
    const int width = static_cast<int>(columns_.size());
    for (int u = 0; u < width; ++u) {
      const std::int32_t row = rows[static_cast<std::size_t>(u)];
      if (row < 0) continue;
      const std::int64_t height = square(row - y);
      while (count_ > 0 && value(starts_[count_ - 1], count_ - 1, rows, y) > square(starts_[count_ - 1] - u) + height)
        --count_;
      if (count_ == 0) {
        push(u, 0);
        continue;
      }
      const int i = columns_[count_ - 1];
      const std::int64_t other = square(rows[static_cast<std::size_t>(i)] - y);
      const std::int64_t from = 1 + (square(u) - square(i) + height - other) / (2 * (u - i));
      if (from < width) push(u, static_cast<int>(from));
    }
  }
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] int column(std::size_t place) const { return columns_[place]; }
  [[nodiscard]] int start(std::size_t place) const { return starts_[place]; }

 private:
  static std::int64_t square(std::int64_t value) { return value * value; }
  [[nodiscard]] std::int64_t value(int x, std::size_t place, std::span<const std::int32_t> rows, int y) const {
    const int column = columns_[place];
    return square(x - column) + square(rows[static_cast<std::size_t>(column)] - y);
  }
  void push(int column, int start) {
    columns_[count_] = column;
    starts_[count_++] = start;
  }

  std::vector<int> columns_, starts_;
  std::size_t count_ = 0;
};

}  // namespace

NearestMarked nearest_marked(std::span<const std::uint8_t> marked, int width, int height) {
  NearestMarked nearest{std::vector<std::int64_t>(marked.size(), NearestMarked::kNone),
                        std::vector<std::int32_t>(marked.size(), -1)};
  const std::vector<std::int32_t> rows = nearest_rows(marked, width, height);
  Envelope envelope(width);
  for (int y = 0; y < height; ++y) {
    const std::size_t line = static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
    const std::span<const std::int32_t> row = std::span(rows).subspan(line, static_cast<std::size_t>(width));
    envelope.build(row, y);
    if (envelope.count() == 0) continue;
    std::size_t place = envelope.count() - 1;
    for (int x = width - 1; x >= 0; --x) {
      while (place > 0 && x < envelope.start(place)) --place;
      const std::int64_t dx = x - envelope.column(place);
      const std::int32_t at = row[static_cast<std::size_t>(envelope.column(place))];
      const std::int64_t dy = y - at;
      nearest.squared[line + static_cast<std::size_t>(x)] = dx * dx + dy * dy;
      nearest.index[line + static_cast<std::size_t>(x)] = at * width + envelope.column(place);
    }
  }
  return nearest;
}

}  // namespace heddle::inpaint
