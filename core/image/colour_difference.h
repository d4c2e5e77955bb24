// ColourDifference: how far two images are apart at every pixel, as CIEDE2000, and its drawing as a heat map with a
// scale. Used by the Compare workspace. Thread rule: plain values, pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/result.h"
#include "image/image.h"

namespace heddle::image {

struct ColourDifference {
  int width = 0, height = 0;
  std::vector<float> values;  // row by row
  double mean = 0;
  double high = 0;  // 99 of 100 pixels are below it
};

// Failure: not of one size, or without three channels.
Result<ColourDifference> colour_difference(const Image& a, const Image& b);

// The end of a scale that has room for `high`: 2, 5, 10, 20, 50 or 100.
[[nodiscard]] double heat_scale_end(double high);
// Black, violet, red, orange, pale yellow: from 0 to 1, ever lighter, so that it also reads without colour.
[[nodiscard]] std::array<std::uint8_t, 3> heat_colour(double share);
[[nodiscard]] Image heat_map(const ColourDifference& difference, double scale_end);

}  // namespace heddle::image
