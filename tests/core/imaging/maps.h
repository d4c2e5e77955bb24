// What the tests of core/imaging share: recorded pictures, pictures of noise, how far two pictures are apart.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <string>

#include "image/read_image.h"
#include "support/test.h"

namespace heddle::imaging::test {

inline image::Image recorded(const std::string& name) {
  auto read = image::read_image(std::string(HEDDLE_SOURCE_DIR "/tests/golden/imaging/") + name);
  REQUIRE_MESSAGE(read, name);
  return *read;
}

// The same bytes each time.
inline image::Image noise(int width, int height, int channels, std::uint32_t seed = 1) {
  std::vector<std::uint8_t> pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) *
                                   static_cast<std::size_t>(channels));
  std::uint32_t state = seed * 73856093U + 12345U;
  for (std::uint8_t& value : pixels) {
    state = state * 1664525U + 1013904223U;
    value = static_cast<std::uint8_t>(state >> 24U);
  }
  return {width, height, channels, std::move(pixels)};
}

inline image::Image flat(int width, int height, int channels, std::uint8_t value) {
  return {width, height, channels,
          std::vector<std::uint8_t>(
              static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * static_cast<std::size_t>(channels),
              value)};
}

struct Distance {
  int most = 1000;   // of one value; 1000 where sizes or channels differ
  double share = 1;  // of values that differ at all
};

inline Distance distance(const image::Image& a, const image::Image& b) {
  if (a.width() != b.width() || a.height() != b.height() || a.channels() != b.channels()) return {};
  Distance found{0, 0};
  for (std::size_t i = 0; i < a.pixels().size(); ++i) {
    const int step = std::abs(a.pixels()[i] - b.pixels()[i]);
    found.most = std::max(found.most, step);
    found.share += step > 0 ? 1.0 / static_cast<double>(a.pixels().size()) : 0;
  }
  return found;
}

inline bool same(const image::Image& a, const image::Image& b) { return distance(a, b).most == 0; }

inline int value_at(const image::Image& image, int x, int y, int channel = 0) {
  return image.row(y)[static_cast<std::size_t>(x * image.channels() + channel)];
}

}  // namespace heddle::imaging::test
