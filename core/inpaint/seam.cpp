#include "inpaint/seam.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "image/convert.h"
#include "image/lab.h"

namespace heddle::inpaint {

namespace {

// Mean and spread of each of L*, a*, b* where the mask is 0.
struct Tone {
  std::array<double, 3> mean{}, spread{};
  std::int64_t pixels = 0;
};

std::array<double, 3> values_of(const image::Lab& lab) { return {lab.l, lab.a, lab.b}; }

Tone tone_of(const std::vector<image::Lab>& colours, const image::Image& mask) {
  Tone tone;
  std::array<double, 3> squares{};
  for (std::size_t i = 0; i < colours.size(); ++i) {
    if (mask.pixels()[i] > 0) continue;
    const std::array<double, 3> values = values_of(colours[i]);
    for (std::size_t c = 0; c < 3; ++c) {
      tone.mean[c] += values[c];
      squares[c] += values[c] * values[c];
    }
    ++tone.pixels;
  }
  const auto count = static_cast<double>(std::max<std::int64_t>(1, tone.pixels));
  for (std::size_t c = 0; c < 3; ++c) {
    tone.mean[c] /= count;
    tone.spread[c] = std::sqrt(std::max(0.0, squares[c] / count - tone.mean[c] * tone.mean[c]));
  }
  return tone;
}

image::Lab lab_at(const image::Image& rgb, int x, int y) {
  const auto pixel = rgb.row(y).subspan(3 * static_cast<std::size_t>(x), 3);
  return image::lab_of(std::array{pixel[0] / 255.0, pixel[1] / 255.0, pixel[2] / 255.0});
}

}  // namespace

double colour_step(const image::Image& image, const image::Image& mask) {
  const image::Image rgb = image::to_rgb(image);
  const auto is_inside = [&](int x, int y) { return mask.row(y)[static_cast<std::size_t>(x)] >= 128; };
  double sum = 0;
  std::int64_t pairs = 0;
  const auto compare = [&](int x, int y, int other_x, int other_y) {
    if (other_x >= mask.width() || other_y >= mask.height() || is_inside(x, y) == is_inside(other_x, other_y)) return;
    sum += image::delta_e(lab_at(rgb, x, y), lab_at(rgb, other_x, other_y));
    ++pairs;
  };
  for (int y = 0; y < mask.height(); ++y) {
    for (int x = 0; x < mask.width(); ++x) {
      compare(x, y, x + 1, y);
      compare(x, y, x, y + 1);
    }
  }
  return pairs == 0 ? 0 : sum / static_cast<double>(pairs);
}

image::Image colour_matched(const image::Image& made, const image::Image& original, const image::Image& mask) {
  constexpr double kFlat = 0.5;  // spread below which colours count as one
  constexpr double kMost = 2;    // how far the spread is stretched
  const std::vector<image::Lab> colours = image::lab_of(made);
  const Tone from = tone_of(colours, mask), to = tone_of(image::lab_of(original), mask);
  if (from.pixels == 0) return made;
  std::array<double, 3> stretch{};
  for (std::size_t c = 0; c < 3; ++c)
    stretch[c] = from.spread[c] < kFlat ? 1 : std::clamp(to.spread[c] / from.spread[c], 1 / kMost, kMost);
  std::vector<std::uint8_t> pixels;
  pixels.reserve(made.pixels().size());
  for (const image::Lab& lab : colours) {
    std::array<double, 3> values = values_of(lab);
    for (std::size_t c = 0; c < 3; ++c) values[c] = (values[c] - from.mean[c]) * stretch[c] + to.mean[c];
    for (const double channel : image::srgb_of({values[0], values[1], values[2]}))
      pixels.push_back(static_cast<std::uint8_t>(std::lround(channel * 255)));
  }
  return {made.width(), made.height(), 3, std::move(pixels)};
}

}  // namespace heddle::inpaint
