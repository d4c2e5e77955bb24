// Random pictures and masks by seed. Used by the tests of this room. Thread rule: pure functions.
#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "image/image.h"

namespace heddle::inpaint::test {

using Bytes = std::vector<std::uint8_t>;
using Random = std::mt19937;

inline int below(Random& random, int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); }

inline image::Image random_image(Random& random, int width, int height, int channels) {
  Bytes pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * static_cast<std::size_t>(channels));
  for (std::uint8_t& value : pixels) value = static_cast<std::uint8_t>(random());
  return {width, height, channels, std::move(pixels)};
}

// A mask of discs, hard or soft, some of them specks, some over the border.
inline image::Image random_mask(Random& random, int width, int height) {
  Bytes values(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 0);
  const bool is_soft = random() % 2 == 0;
  for (int disc = 1 + below(random, 5); disc > 0; --disc) {
    const int x0 = below(random, width + 20) - 10, y0 = below(random, height + 20) - 10;
    const int radius = random() % 3 == 0 ? 1 : 2 + below(random, std::max(2, std::min(width, height) / 3));
    for (int y = std::max(0, y0 - radius); y < std::min(height, y0 + radius + 1); ++y) {
      for (int x = std::max(0, x0 - radius); x < std::min(width, x0 + radius + 1); ++x) {
        const int squared = (x - x0) * (x - x0) + (y - y0) * (y - y0);
        if (squared > radius * radius) continue;
        const int soft = 255 - 200 * squared / std::max(1, radius * radius);
        auto& value =
            values[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
        value = static_cast<std::uint8_t>(std::max<int>(value, is_soft ? soft : 255));
      }
    }
  }
  return {width, height, 1, std::move(values)};
}

inline Bytes bytes_of(const image::Image& image) { return {image.pixels().begin(), image.pixels().end()}; }

}  // namespace heddle::inpaint::test
