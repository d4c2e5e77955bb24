#include "inpaint/mask_edit.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <deque>
#include <functional>
#include <vector>

#include "image/convert.h"
#include "inpaint/nearest.h"

namespace heddle::inpaint {

namespace {

using Bytes = std::vector<std::uint8_t>;

image::Image mask_like(const image::Image& mask, Bytes values) {
  return {mask.width(), mask.height(), 1, std::move(values)};
}

template <class Function>
image::Image mapped(const image::Image& mask, Function function) {
  Bytes values(mask.pixels().size());
  std::ranges::transform(mask.pixels(), values.begin(), function);
  return mask_like(mask, std::move(values));
}

bool is_hard(const image::Image& mask) {
  return std::ranges::all_of(mask.pixels(), [](std::uint8_t value) { return value == 0 || value == 255; });
}

image::Image hard_grown(const image::Image& mask, int radius) {
  const NearestMarked nearest = nearest_marked(mask.pixels(), mask.width(), mask.height());
  const std::int64_t limit = std::int64_t{radius} * radius;
  Bytes values(mask.pixels().size());
  std::ranges::transform(nearest.squared, values.begin(),
                         [&](std::int64_t squared) { return static_cast<std::uint8_t>(squared <= limit ? 255 : 0); });
  return mask_like(mask, std::move(values));
}

// out[x] = max(out[x], the largest of row[x - half .. x + half])
void raise_to_window(std::span<const std::uint8_t> row, int half, std::span<std::uint8_t> out) {
  const int width = static_cast<int>(row.size());
  std::deque<int> falling;  // places of the window whose values fall
  for (int x = -half; x < width; ++x) {
    if (const int enters = x + half; enters < width) {
      const std::uint8_t value = row[static_cast<std::size_t>(enters)];
      while (!falling.empty() && row[static_cast<std::size_t>(falling.back())] <= value) falling.pop_back();
      falling.push_back(enters);
    }
    if (x < 0) continue;
    while (falling.front() < x - half) falling.pop_front();
    auto& here = out[static_cast<std::size_t>(x)];
    here = std::max(here, row[static_cast<std::size_t>(falling.front())]);
  }
}

image::Image soft_grown(const image::Image& mask, int radius) {
  Bytes values(mask.pixels().size());
  const auto width = static_cast<std::size_t>(mask.width());
  for (int y = 0; y < mask.height(); ++y) {
    const auto out = std::span(values).subspan(static_cast<std::size_t>(y) * width, width);
    for (int dy = -radius; dy <= radius; ++dy) {
      if (y + dy < 0 || y + dy >= mask.height()) continue;
      const int half = static_cast<int>(std::sqrt(static_cast<double>(radius * radius - dy * dy)));
      raise_to_window(mask.row(y + dy), half, out);
    }
  }
  return mask_like(mask, std::move(values));
}

// A box blur along lines of `count` values that lie `stride` apart; values beyond the ends are those of the ends.
void blur_lines(std::vector<std::uint32_t>& values, std::size_t lines, std::size_t line_stride, std::size_t count,
                std::size_t stride, int half) {
  std::vector<std::uint32_t> line(count);
  const int last = static_cast<int>(count) - 1;
  const auto window = static_cast<std::uint64_t>(2 * half + 1);
  for (std::size_t i = 0; i < lines; ++i) {
    const std::size_t base = i * line_stride;
    for (std::size_t k = 0; k < count; ++k) line[k] = values[base + k * stride];
    const auto at = [&](int place) {
      return std::uint64_t{line[static_cast<std::size_t>(std::clamp(place, 0, last))]};
    };
    std::uint64_t sum = 0;
    for (int k = -half; k <= half; ++k) sum += at(k);
    for (int k = 0; k <= last; ++k) {
      values[base + static_cast<std::size_t>(k) * stride] = static_cast<std::uint32_t>((sum + window / 2) / window);
      sum += at(k + half + 1) - at(k - half);
    }
  }
}

// Labels the parts of pixels for which `belongs` holds, and calls `found` with each part's places.
void for_each_part(const image::Image& mask, bool corners, const std::function<bool(std::uint8_t)>& belongs,
                   const std::function<void(const std::vector<std::size_t>& places, bool at_border)>& found) {
  const int width = mask.width(), height = mask.height();
  std::vector<bool> seen(mask.pixels().size());
  std::vector<std::size_t> places;
  for (std::size_t start = 0; start < seen.size(); ++start) {
    if (seen[start] || !belongs(mask.pixels()[start])) continue;
    places.assign(1, start);
    seen[start] = true;
    bool at_border = false;
    for (std::size_t next = 0; next < places.size(); ++next) {
      const int x = static_cast<int>(places[next] % static_cast<std::size_t>(width));
      const int y = static_cast<int>(places[next] / static_cast<std::size_t>(width));
      at_border = at_border || x == 0 || y == 0 || x == width - 1 || y == height - 1;
      for (int dy = -1; dy <= 1; ++dy) {
        for (int dx = -1; dx <= 1; ++dx) {
          if ((!corners && dx != 0 && dy != 0) || x + dx < 0 || y + dy < 0 || x + dx >= width || y + dy >= height)
            continue;
          const std::size_t there =
              static_cast<std::size_t>(y + dy) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x + dx);
          if (seen[there] || !belongs(mask.pixels()[there])) continue;
          seen[there] = true;
          places.push_back(there);
        }
      }
    }
    found(places, at_border);
  }
}

}  // namespace

image::Image grown(const image::Image& mask, int radius) {
  if (radius <= 0) return mask;
  return is_hard(mask) ? hard_grown(mask, radius) : soft_grown(mask, radius);
}

image::Image shrunk(const image::Image& mask, int radius) {
  return radius <= 0 ? mask : inverted(grown(inverted(mask), radius));
}

image::Image feathered(const image::Image& mask, int radius) {
  if (radius <= 0 || mask.empty()) return mask;
  constexpr std::uint32_t kFine = 256;  // steps of a level between the passes
  std::vector<std::uint32_t> values(mask.pixels().begin(), mask.pixels().end());
  for (std::uint32_t& value : values) value *= kFine;
  const auto width = static_cast<std::size_t>(mask.width()), height = static_cast<std::size_t>(mask.height());
  for (const int half : {(radius + 2) / 3, (radius + 1) / 3, radius / 3}) {
    if (half == 0) continue;
    blur_lines(values, height, width, width, 1, half);
    blur_lines(values, width, 1, height, width, half);
  }
  Bytes out(values.size());
  std::ranges::transform(values, out.begin(),
                         [](std::uint32_t value) { return static_cast<std::uint8_t>((value + kFine / 2) / kFine); });
  return mask_like(mask, std::move(out));
}

image::Image inverted(const image::Image& mask) {
  return mapped(mask, [](std::uint8_t value) { return static_cast<std::uint8_t>(255 - value); });
}

image::Image at_least(const image::Image& mask, int level) {
  return mapped(mask, [level](std::uint8_t value) { return static_cast<std::uint8_t>(value >= level ? 255 : 0); });
}

image::Image holes_filled(const image::Image& mask) {
  Bytes values(mask.pixels().begin(), mask.pixels().end());
  for_each_part(
      mask, false, [](std::uint8_t value) { return value < 128; },
      [&](const std::vector<std::size_t>& places, bool at_border) {
        if (at_border) return;
        for (const std::size_t place : places) values[place] = 255;
      });
  return mask_like(mask, std::move(values));
}

image::Image specks_removed(const image::Image& mask, std::int64_t pixels) {
  Bytes values(mask.pixels().begin(), mask.pixels().end());
  for_each_part(
      mask, true, [](std::uint8_t value) { return value > 0; },
      [&](const std::vector<std::size_t>& places, bool /*at_border*/) {
        if (static_cast<std::int64_t>(places.size()) >= pixels) return;
        for (const std::size_t place : places) values[place] = 0;
      });
  return mask_like(mask, std::move(values));
}

image::Image united(const image::Image& a, const image::Image& b) {
  Bytes values(a.pixels().size());
  std::ranges::transform(a.pixels(), b.pixels(), values.begin(),
                         [](std::uint8_t x, std::uint8_t y) { return std::max(x, y); });
  return mask_like(a, std::move(values));
}

image::Image difference(const image::Image& a, const image::Image& b) {
  Bytes values(a.pixels().size());
  std::ranges::transform(a.pixels(), b.pixels(), values.begin(), [](std::uint8_t x, std::uint8_t y) {
    return std::min(x, static_cast<std::uint8_t>(255 - y));
  });
  return mask_like(a, std::move(values));
}

image::Image transparency_of(const image::Image& image) {
  Bytes values(static_cast<std::size_t>(image.width()) * static_cast<std::size_t>(image.height()), 0);
  for (std::size_t i = 0; image.channels() == 4 && i < values.size(); ++i)
    values[i] = static_cast<std::uint8_t>(255 - image.pixels()[4 * i + 3]);
  return mask_like(image, std::move(values));
}

image::Image places_of_colour(const image::Image& image, std::array<std::uint8_t, 3> rgb, int tolerance) {
  const image::Image colours = image::to_rgb(image);
  Bytes values(colours.pixels().size() / 3);
  for (std::size_t i = 0; i < values.size(); ++i) {
    int farthest = 0;
    for (std::size_t c = 0; c < 3; ++c) farthest = std::max(farthest, std::abs(colours.pixels()[3 * i + c] - rgb[c]));
    values[i] = static_cast<std::uint8_t>(farthest <= tolerance ? 255 : 0);
  }
  return mask_like(image, std::move(values));
}

}  // namespace heddle::inpaint
