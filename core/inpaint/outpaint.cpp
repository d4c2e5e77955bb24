#include "inpaint/outpaint.h"

#include <algorithm>
#include <vector>

namespace heddle::inpaint {

namespace {

// A pixel of the larger picture by its place in the smaller one, which may lie outside.
template <class Pixel>
image::Image placed(int width, int height, int channels, const Sides& sides, Pixel pixel) {
  std::vector<std::uint8_t> pixels;
  pixels.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) *
                 static_cast<std::size_t>(channels));
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) pixel(x - sides.left, y - sides.top, pixels);
  }
  return {width, height, channels, std::move(pixels)};
}

}  // namespace

Extended extended(const image::Image& image, const image::Image& mask, const Sides& sides) {
  if (!sides.any()) return {image, mask};
  const int width = image.width() + sides.left + sides.right, height = image.height() + sides.top + sides.bottom;
  const auto channels = static_cast<std::size_t>(image.channels());
  const auto edge = [&](int x, int y, std::vector<std::uint8_t>& out) {
    const auto row = image.row(std::clamp(y, 0, image.height() - 1));
    const auto pixel = row.subspan(static_cast<std::size_t>(std::clamp(x, 0, image.width() - 1)) * channels, channels);
    out.insert(out.end(), pixel.begin(), pixel.end());
  };
  const auto changed = [&](int x, int y, std::vector<std::uint8_t>& out) {
    const bool is_old = x >= 0 && y >= 0 && x < mask.width() && y < mask.height();
    out.push_back(is_old ? mask.row(y)[static_cast<std::size_t>(x)] : std::uint8_t{255});
  };
  return {placed(width, height, image.channels(), sides, edge), placed(width, height, 1, sides, changed)};
}

}  // namespace heddle::inpaint
