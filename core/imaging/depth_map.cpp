#include "imaging/depth_map.h"

#include <algorithm>
#include <bitset>
#include <cmath>

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

image::Image depth_of_nearness(const Plane& nearness, const NearnessOptions& options) {
  const auto [least, most] = std::minmax_element(nearness.values.begin(), nearness.values.end());
  const float low = *least, range = *most - *least;
  std::vector<std::uint8_t> pixels;
  pixels.reserve(nearness.values.size());
  for (const float value : nearness.values) {
    double share = range > 0 ? static_cast<double>(value - low) / range : 0;
    if (share < options.background) share = 0;
    if (options.curve != 1) share = std::pow(share, options.curve);
    pixels.push_back(static_cast<std::uint8_t>(std::clamp(share * 255, 0.0, 255.0)));  // cut off, as the reference does
  }
  return {nearness.width, nearness.height, 1, std::move(pixels)};
}

int grey_levels(const image::Image& grey) {
  std::bitset<256> seen;
  for (const std::uint8_t value : grey.pixels()) seen.set(value);
  return static_cast<int>(seen.count());
}

}  // namespace heddle::imaging
