#include "image/colour_difference.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "image/lab.h"

namespace heddle::image {

namespace {

constexpr std::array<std::array<double, 3>, 5> kHeat = {
    {{0, 0, 0}, {86, 20, 110}, {190, 55, 82}, {248, 145, 24}, {252, 252, 170}}};

}  // namespace

Result<ColourDifference> colour_difference(const Image& a, const Image& b) {
  if (a.width() != b.width() || a.height() != b.height() || a.channels() != 3 || b.channels() != 3) {
    return fail(ErrorKind::invalid_input, "[image] a difference is of two RGB images of one size, not {}x{} and {}x{}",
                a.width(), a.height(), b.width(), b.height());
  }
  const std::vector<Lab> one = lab_of(a), other = lab_of(b);
  ColourDifference difference{a.width(), a.height(), {}, 0, 0};
  difference.values.reserve(one.size());
  for (std::size_t i = 0; i < one.size(); ++i)
    difference.values.push_back(static_cast<float>(delta_e_2000(one[i], other[i])));
  if (difference.values.empty()) return difference;
  const auto count = difference.values.size();
  difference.mean =
      std::accumulate(difference.values.begin(), difference.values.end(), 0.0) / static_cast<double>(count);
  std::vector<float> sorted = difference.values;
  const auto place = sorted.begin() + static_cast<std::ptrdiff_t>((count - 1) * 99 / 100);
  std::nth_element(sorted.begin(), place, sorted.end());
  difference.high = *place;
  return difference;
}

double heat_scale_end(double high) {
  for (const double end : {2.0, 5.0, 10.0, 20.0, 50.0}) {
    if (high <= end) return end;
  }
  return 100;
}

std::array<std::uint8_t, 3> heat_colour(double share) {
  const double at = std::clamp(share, 0.0, 1.0) * (kHeat.size() - 1);
  const auto below = std::min(static_cast<std::size_t>(at), kHeat.size() - 2);
  const double rest = at - static_cast<double>(below);
  std::array<std::uint8_t, 3> colour{};
  for (std::size_t i = 0; i < 3; ++i)
    colour[i] = static_cast<std::uint8_t>(std::lround(kHeat[below][i] * (1 - rest) + kHeat[below + 1][i] * rest));
  return colour;
}

Image heat_map(const ColourDifference& difference, double scale_end) {
  std::vector<std::uint8_t> pixels;
  pixels.reserve(difference.values.size() * 3);
  for (const float value : difference.values) {
    for (const std::uint8_t part : heat_colour(value / scale_end)) pixels.push_back(part);
  }
  return {difference.width, difference.height, 3, std::move(pixels)};
}

}  // namespace heddle::image
