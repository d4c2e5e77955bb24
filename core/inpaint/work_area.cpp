#include "inpaint/work_area.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "image/convert.h"
#include "image/resize.h"

namespace heddle::inpaint {

namespace {

constexpr int kWhole = 8;  // pixels of one latent

int rounded_up(int side) { return (side + kWhole - 1) / kWhole * kWhole; }

int rounded(double side) { return std::max(kWhole, static_cast<int>(std::lround(side / kWhole)) * kWhole); }

struct Span {
  int first = 0, count = 0;
};

// Widened by `margin` on both sides and to at least `least`, moved to where the picture has room.
Span widened(Span span, int margin, int least, int length) {
  const int asked = std::max(span.count + 2 * margin, least);
  const int count = std::min(asked, length);
  const int first = std::clamp(span.first - (asked - span.count) / 2, 0, length - count);
  return {first, count};
}

// With the last column and row repeated up to the size.
image::Image extended_to(const image::Image& image, int width, int height) {
  const auto channels = static_cast<std::size_t>(image.channels());
  std::vector<std::uint8_t> pixels;
  pixels.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * channels);
  for (int y = 0; y < height; ++y) {
    const auto row = image.row(std::min(y, image.height() - 1));
    pixels.insert(pixels.end(), row.begin(), row.end());
    for (int x = image.width(); x < width; ++x)
      pixels.insert(pixels.end(), row.end() - static_cast<std::ptrdiff_t>(channels), row.end());
  }
  return {width, height, image.channels(), std::move(pixels)};
}

image::Image taken_by(const image::Image& image, const WorkArea& area, image::Filter filter) {
  const Box& box = area.box;
  const image::Image part = image::cropped(image, box.left, box.top, box.width, box.height);
  if (area.scaled) return image::resize(part, area.width, area.height, filter);
  return extended_to(part, area.width, area.height);
}

}  // namespace

std::optional<Box> bounds_of(const image::Image& mask) {
  int left = mask.width(), right = -1, top = mask.height(), bottom = -1;
  for (int y = 0; y < mask.height(); ++y) {
    const auto row = mask.row(y);
    for (int x = 0; x < mask.width(); ++x) {
      if (row[static_cast<std::size_t>(x)] == 0) continue;
      left = std::min(left, x);
      right = std::max(right, x);
      top = std::min(top, y);
      bottom = y;
    }
  }
  if (right < 0) return std::nullopt;
  return Box{left, top, right - left + 1, bottom - top + 1};
}

WorkArea whole_area(int width, int height) {
  return {{0, 0, width, height}, rounded_up(width), rounded_up(height), false};
}

WorkArea area_around(const Box& around, int margin, int size, int width, int height) {
  const int wide = around.width + 2 * margin, high = around.height + 2 * margin;
  const Span across = widened({around.left, around.width}, margin, high / 2, width);
  const Span down = widened({around.top, around.height}, margin, wide / 2, height);
  WorkArea area{{across.first, down.first, across.count, down.count}, 0, 0, true};
  const double scale = size / std::sqrt(static_cast<double>(across.count) * down.count);
  area.width = rounded(across.count * scale);
  area.height = rounded(down.count * scale);
  area.scaled = area.width != across.count || area.height != down.count;
  return area;
}

image::Image taken(const image::Image& image, const WorkArea& area) {
  return taken_by(image, area, image::Filter::lanczos);
}

image::Image taken_mask(const image::Image& mask, const WorkArea& area) {
  const bool is_hard =
      std::ranges::all_of(mask.pixels(), [](std::uint8_t value) { return value == 0 || value == 255; });
  return taken_by(mask, area, is_hard ? image::Filter::nearest : image::Filter::bilinear);
}

image::Image given_back(const image::Image& made, const WorkArea& area) {
  if (area.scaled) return image::resize(made, area.box.width, area.box.height, image::Filter::lanczos);
  return image::cropped(made, 0, 0, area.box.width, area.box.height);
}

}  // namespace heddle::inpaint
