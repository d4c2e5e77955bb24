#include "image/lab.h"

#include <algorithm>
#include <cmath>
#include <numbers>

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

constexpr double kDegree = std::numbers::pi / 180;

double seventh(double v) {
  const double cube = v * v * v;
  return cube * cube * v;
}

// In degrees, 0 to 360; of grey 0.
double hue_of(double a, double b) {
  if (a == 0 && b == 0) return 0;
  const double angle = std::atan2(b, a) / kDegree;
  return angle < 0 ? angle + 360 : angle;
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

double delta_e_2000(const Lab& x, const Lab& y) {
  const double mean_chroma = (std::hypot(x.a, x.b) + std::hypot(y.a, y.b)) / 2;
  const double stretch = 1 + 0.5 * (1 - std::sqrt(seventh(mean_chroma) / (seventh(mean_chroma) + seventh(25))));
  const double ax = stretch * x.a, ay = stretch * y.a;
  const double cx = std::hypot(ax, x.b), cy = std::hypot(ay, y.b);
  const double hx = hue_of(ax, x.b), hy = hue_of(ay, y.b);
  const bool has_hues = cx * cy > 0;  // grey has none
  double turn = has_hues ? hy - hx : 0;
  double hue = hx + hy;
  if (has_hues && std::abs(hy - hx) > 180) {
    turn += turn > 0 ? -360 : 360;
    hue += hue < 360 ? 360 : -360;
  }
  if (has_hues) hue /= 2;
  const double dl = y.l - x.l, dc = cy - cx, dh = 2 * std::sqrt(cx * cy) * std::sin(turn / 2 * kDegree);
  const double l = (x.l + y.l) / 2 - 50, c = (cx + cy) / 2;
  const double t = 1 - 0.17 * std::cos((hue - 30) * kDegree) + 0.24 * std::cos(2 * hue * kDegree) +
                   0.32 * std::cos((3 * hue + 6) * kDegree) - 0.20 * std::cos((4 * hue - 63) * kDegree);
  const double blue = std::exp(-(hue - 275) / 25 * ((hue - 275) / 25));
  const double rotation = -std::sin(60 * blue * kDegree) * 2 * std::sqrt(seventh(c) / (seventh(c) + seventh(25)));
  const double pl = dl / (1 + 0.015 * l * l / std::sqrt(20 + l * l)), pc = dc / (1 + 0.045 * c),
               ph = dh / (1 + 0.015 * c * t);
  return std::sqrt(std::max(0.0, pl * pl + pc * pc + ph * ph + rotation * pc * ph));
}

}  // namespace heddle::image
