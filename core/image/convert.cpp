#include "image/convert.h"

#include <algorithm>
#include <cassert>

namespace heddle::image {
namespace {

std::size_t area(const Image& image) {
  return static_cast<std::size_t>(image.width()) * static_cast<std::size_t>(image.height());
}

// `value` over white. Pillow's alpha_composite in fixed point (7 extra bits), so that pictures equal its to the bit.
std::uint8_t over_white(std::uint8_t value, std::uint8_t alpha) {
  if (alpha == 0) return 255;
  const std::uint32_t weight = alpha * 128U;
  const std::uint32_t sum = value * weight + 255U * (255U * 128U - weight) + (0x80U << 7U);
  return static_cast<std::uint8_t>((((sum >> 8U) + sum) >> 8U) >> 7U);
}

}  // namespace

Image to_rgb(const Image& image) {
  if (image.channels() == 3 || image.empty()) return image;
  const auto in = image.pixels();
  std::vector<std::uint8_t> out(area(image) * 3);
  for (std::size_t i = 0; i < area(image); ++i) {
    for (std::size_t c = 0; c < 3; ++c)
      out[3 * i + c] = image.channels() == 1 ? in[i] : over_white(in[4 * i + c], in[4 * i + 3]);
  }
  return {image.width(), image.height(), 3, std::move(out)};
}

Image without_alpha(const Image& image) {
  if (image.channels() != 4) return image;
  const auto in = image.pixels();
  std::vector<std::uint8_t> out(area(image) * 3);
  for (std::size_t i = 0; i < area(image); ++i) std::copy_n(&in[4 * i], 3, &out[3 * i]);
  return {image.width(), image.height(), 3, std::move(out)};
}

Image to_grey(const Image& image) {
  if (image.channels() == 1 || image.empty()) return image;
  const auto in = image.pixels();
  const auto step = static_cast<std::size_t>(image.channels());
  std::vector<std::uint8_t> out(area(image));
  for (std::size_t i = 0; i < area(image); ++i) {
    const std::uint8_t* p = &in[step * i];
    out[i] = static_cast<std::uint8_t>((p[0] * 19595U + p[1] * 38470U + p[2] * 7471U + 0x8000U) >> 16U);
  }
  return {image.width(), image.height(), 1, std::move(out)};
}

Image cropped(const Image& image, int left, int top, int width, int height) {
  assert(left >= 0 && top >= 0 && left + width <= image.width() && top + height <= image.height());
  if (width == image.width() && height == image.height()) return image;
  const auto channels = static_cast<std::size_t>(image.channels());
  std::vector<std::uint8_t> out;
  out.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * channels);
  for (int y = top; y < top + height; ++y) {
    const auto row =
        image.row(y).subspan(static_cast<std::size_t>(left) * channels, static_cast<std::size_t>(width) * channels);
    out.insert(out.end(), row.begin(), row.end());
  }
  return {width, height, image.channels(), std::move(out)};
}

Image upright(const Image& image, int orientation) {
  if (orientation < 2 || orientation > 8 || image.empty()) return image;
  const bool sideways = orientation >= 5;
  const bool flip_x = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool flip_y = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  const int width = sideways ? image.height() : image.width();
  const int height = sideways ? image.width() : image.height();
  const auto channels = static_cast<std::size_t>(image.channels());
  std::vector<std::uint8_t> out(image.pixels().size());
  std::uint8_t* to = out.data();
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x, to += channels) {
      const int across = sideways ? y : x;  // where this pixel is in the stored image, before flipping
      const int down = sideways ? x : y;
      const int from_x = flip_x ? image.width() - 1 - across : across;
      const int from_y = flip_y ? image.height() - 1 - down : down;
      std::copy_n(&image.row(from_y)[static_cast<std::size_t>(from_x) * channels], channels, to);
    }
  }
  return {width, height, image.channels(), std::move(out)};
}

}  // namespace heddle::image
