#include "image/lab.h"

#include <algorithm>
#include <cmath>

namespace heddle::image {

namespace {

double linear(double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); }

// CIE 15:2004, 8.2.1.
double root(double t) {
  constexpr double kEdge = 216.0 / 24389.0, kSlope = 24389.0 / 27.0;
  return t > kEdge ? std::cbrt(t) : (kSlope * t + 16) / 116;
}

double cubed(double f) {
  constexpr double kEdge = 6.0 / 29.0, kSlope = 24389.0 / 27.0;
  return f > kEdge ? f * f * f : (116 * f - 16) / kSlope;
}

double encoded(double v) {
  const double held = std::clamp(v, 0.0, 1.0);
  return held <= 0.0031308 ? 12.92 * held : 1.055 * std::pow(held, 1 / 2.4) - 0.055;
}

// 256 values are all that a picture has: the powers are taken once.
const std::array<double, 256>& linear_table() {
  static const std::array<double, 256> table = [] {
    std::array<double, 256> all{};
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = linear(static_cast<double>(i) / 255.0);
    return all;
  }();
  return table;
}

Lab from_linear(double r, double g, double b) {
  const double x = root((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const double y = root(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
  const double z = root((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883);
  return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

}  // namespace

Lab lab_of(const std::array<double, 3>& srgb) { return from_linear(linear(srgb[0]), linear(srgb[1]), linear(srgb[2])); }

std::vector<Lab> lab_of(const Image& image) {
  const auto& table = linear_table();
  const auto pixels = image.pixels();
  std::vector<Lab> all;
  all.reserve(pixels.size() / 3);
  for (std::size_t i = 0; i + 2 < pixels.size(); i += 3) {
    all.push_back(from_linear(table[pixels[i]], table[pixels[i + 1]], table[pixels[i + 2]]));
  }
  return all;
}

std::array<double, 3> srgb_of(const Lab& lab) {
  const double fy = (lab.l + 16) / 116;
  const double x = cubed(fy + lab.a / 500) * 0.95047, y = cubed(fy), z = cubed(fy - lab.b / 200) * 1.08883;
  return {encoded(3.2404542 * x - 1.5371385 * y - 0.4985314 * z),
          encoded(-0.9692660 * x + 1.8760108 * y + 0.0415560 * z),
          encoded(0.0556434 * x - 0.2040259 * y + 1.0572252 * z)};
}

double delta_e(const Lab& x, const Lab& y) { return std::hypot(x.l - y.l, x.a - y.a, x.b - y.b); }

}  // namespace heddle::image
