#include "scenes/pattern.h"

#include <cmath>
#include <cstddef>

#include "scenes/random.h"
#include "scenes/shapes.h"

namespace heddle::scenes {
namespace {

constexpr float kStripes = 5.0F;  // repeats in an object's height
constexpr float kDots = 5.5F;
constexpr float kChecks = 3.0F;
constexpr float kGrains = 11.0F;

// The fraction of a number above -32.
float fraction(float value) {
  const float raised = value + 32.0F;
  return raised - static_cast<float>(static_cast<int>(raised));
}

float striped(float u, float v, float tilt, float sharp) {
  const float wave = std::abs(fraction((v + tilt * u) * kStripes) - 0.5F) - 0.25F;
  return clamp01(0.5F + wave * sharp / kStripes);
}

float dotted(float u, float v, float sharp) {
  const float row = v * kDots;
  const float shift = static_cast<float>(static_cast<int>(row + 32.0F) & 1) * 0.5F;
  const float distance = length(fraction(u * kDots + shift) - 0.5F, fraction(row) - 0.5F) - 0.27F;
  return clamp01(0.5F - distance * sharp / kDots);
}

float checkered(float u, float v, float sharp) {
  const float a = (std::abs(fraction(u * kChecks) - 0.5F) - 0.25F) * sharp / kChecks;
  const float b = (std::abs(fraction(v * kChecks) - 0.5F) - 0.25F) * sharp / kChecks;
  const float signs = (clamp01(0.5F + a) * 2.0F - 1.0F) * (clamp01(0.5F + b) * 2.0F - 1.0F);
  return 0.5F + 0.5F * signs;
}

float lattice(int i, int j, std::uint64_t seed) {
  const auto cell = static_cast<std::uint64_t>(i + 512) << 16 | static_cast<std::uint64_t>(j + 512);
  return static_cast<float>(mixed(cell * 0x9e3779b97f4a7c15ULL + seed) >> 40) * 0x1p-24F;
}

float rough(float u, float v, std::uint64_t seed) {
  const float a = (u + 8.0F) * kGrains;
  const float b = (v + 8.0F) * kGrains;
  const int i = static_cast<int>(a);
  const int j = static_cast<int>(b);
  const float s = a - static_cast<float>(i);
  const float t = b - static_cast<float>(j);
  const float low = lattice(i, j, seed) + (lattice(i + 1, j, seed) - lattice(i, j, seed)) * s;
  const float high = lattice(i, j + 1, seed) + (lattice(i + 1, j + 1, seed) - lattice(i, j + 1, seed)) * s;
  return clamp01((low + (high - low) * t - 0.42F) * 3.0F);
}

template <class Weight>
void along(const Pattern& pattern, std::span<const float> x, std::span<float> weights, Weight weight) {
  for (std::size_t i = 0; i < x.size(); ++i) weights[i] = weight((x[i] - pattern.x) * pattern.across);
}

}  // namespace

void weigh(const Pattern& pattern, float y, std::span<const float> x, float pixel, std::span<float> weights) {
  const float v = (pattern.base - y) * pattern.up;
  const float sharp = 1.0F / (pixel * pattern.up);
  switch (pattern.surface) {
    case Surface::plain: return along(pattern, x, weights, [](float) { return 0.0F; });
    case Surface::striped:
      return along(pattern, x, weights, [&](float u) { return striped(u, v, pattern.tilt, sharp); });
    case Surface::dotted: return along(pattern, x, weights, [&](float u) { return dotted(u, v, sharp); });
    case Surface::checkered: return along(pattern, x, weights, [&](float u) { return checkered(u, v, sharp); });
    case Surface::gradient: return along(pattern, x, weights, [&](float) { return clamp01((v - 0.15F) / 0.75F); });
    case Surface::rough: return along(pattern, x, weights, [&](float u) { return rough(u, v, pattern.seed); });
  }
}

Rgb second_of(Surface surface, Rgb colour) {
  if (surface == Surface::rough) return mix(scaled(colour, 0.62F), rgb(70, 60, 80), 0.12F);
  const bool pale = 0.3F * colour.r + 0.59F * colour.g + 0.11F * colour.b > 0.86F;
  if (pale) return mix(scaled(colour, 0.62F), rgb(110, 120, 160), 0.4F);
  return mix(colour, rgb(255, 252, 244), surface == Surface::gradient ? 0.80F : 0.88F);
}

}  // namespace heddle::scenes
