// Converts sRGB images to CIE L*a*b* and back, and computes colour differences. Used by the image scores, by the colour
// match of repaints and by the difference map. Thread rule: pure functions.
#pragma once

#include <array>
#include <vector>

#include "image/image.h"

namespace heddle::image {

struct Lab {
  double l = 0, a = 0, b = 0;
};

// sRGB (IEC 61966-2-1) in 0..1 -> L*a*b* for the white D65.
Lab lab_of(const std::array<double, 3>& srgb);
// Of every pixel, row by row. Requires: three channels.
std::vector<Lab> lab_of(const Image& image);
// The way back, in 0..1: what is outside sRGB is held at its ends.
std::array<double, 3> srgb_of(const Lab& lab);

// CIE76: the distance. 2.3 is about what an eye just notices.
double delta_e(const Lab& x, const Lab& y);
// CIEDE2000 (Sharma, Wu, Dalal 2005), with all weights 1: evener over colours; 1 is about what an eye just notices.
double delta_e_2000(const Lab& x, const Lab& y);

}  // namespace heddle::image
