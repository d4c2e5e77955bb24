#include "imaging/depth_map.h"

#include <algorithm>
#include <bitset>

#include "image/convert.h"

namespace heddle::imaging {

image::Image depth_map(const image::Image& image, const DepthOptions& options) {
  const image::Image grey = image::to_grey(image);
  std::vector<std::uint8_t> pixels(grey.pixels().begin(), grey.pixels().end());
  const auto [least, most] = std::minmax_element(pixels.begin(), pixels.end());
  const int low = *least, range = *most - *least;
  const bool spreads = options.normalise && range > 0;
  for (std::uint8_t& value : pixels) {
    const int spread = spreads ? ((value - low) * 255 + range / 2) / range : value;
    value = static_cast<std::uint8_t>(options.invert ? 255 - spread : spread);
  }
  return {grey.width(), grey.height(), 1, std::move(pixels)};
}

int grey_levels(const image::Image& grey) {
  std::bitset<256> seen;
  for (const std::uint8_t value : grey.pixels()) seen.set(value);
  return static_cast<int>(seen.count());
}

}  // namespace heddle::imaging
