// Rgb: a colour in sRGB values from 0 to 1, and the few mixes that the painters use. Blending happens in these values,
// not in linear light. Used by canvas, patterns and painters. Plain values.
#pragma once

#include <algorithm>

namespace heddle::scenes {

struct Rgb {
  float r = 0;
  float g = 0;
  float b = 0;
};

[[nodiscard]] constexpr Rgb rgb(int r, int g, int b) {
  return {static_cast<float>(r) / 255.0F, static_cast<float>(g) / 255.0F, static_cast<float>(b) / 255.0F};
}
[[nodiscard]] constexpr Rgb mix(Rgb a, Rgb b, float t) {
  return {a.r + (b.r - a.r) * t, a.g + (b.g - a.g) * t, a.b + (b.b - a.b) * t};
}
[[nodiscard]] constexpr Rgb scaled(Rgb c, float f) { return {c.r * f, c.g * f, c.b * f}; }
[[nodiscard]] constexpr Rgb product(Rgb a, Rgb b) { return {a.r * b.r, a.g * b.g, a.b * b.b}; }

inline constexpr Rgb kWhite{1, 1, 1};
inline constexpr Rgb kBlack{0, 0, 0};

}  // namespace heddle::scenes
