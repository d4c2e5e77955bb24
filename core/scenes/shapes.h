// Signed distances to simple shapes: negative inside, in the units of the coordinates. Straight-line arithmetic, so
// that a row of pixels is vectorised. Used by painters. Pure functions. Source: I. Quilez, "2D distance functions".
#pragma once

#include <algorithm>
#include <cmath>

namespace heddle::scenes {

[[nodiscard]] inline float length(float x, float y) { return std::sqrt(x * x + y * y); }
[[nodiscard]] inline float clamp01(float t) { return std::min(std::max(t, 0.0F), 1.0F); }

[[nodiscard]] inline float circle(float x, float y, float radius) { return length(x, y) - radius; }

// First-order distance; exact on the outline, which is all that anti-aliasing and rims need.
[[nodiscard]] inline float ellipse(float x, float y, float a, float b) {
  const float k0 = length(x / a, y / b);
  const float k1 = length(x / (a * a), y / (b * b)) + 1e-6F;
  return k0 * (k0 - 1.0F) / k1;
}

// Box of half sides a, b whose corners are rounded within them.
[[nodiscard]] inline float rounded_box(float x, float y, float a, float b, float radius) {
  const float qx = std::abs(x) - a + radius;
  const float qy = std::abs(y) - b + radius;
  return length(std::max(qx, 0.0F), std::max(qy, 0.0F)) + std::min(std::max(qx, qy), 0.0F) - radius;
}

// Segment from (ax, ay) to (bx, by), thick by radius.
[[nodiscard]] inline float capsule(float x, float y, float ax, float ay, float bx, float by, float radius) {
  const float px = x - ax;
  const float py = y - ay;
  const float dx = bx - ax;
  const float dy = by - ay;
  const float t = clamp01((px * dx + py * dy) / (dx * dx + dy * dy));
  return length(px - dx * t, py - dy * t) - radius;
}

// Half plane left of the line from a to b (in axes where v points up): negative on the left side.
[[nodiscard]] inline float half_plane(float x, float y, float ax, float ay, float bx, float by) {
  const float dx = bx - ax;
  const float dy = by - ay;
  return ((x - ax) * dy - (y - ay) * dx) / length(dx, dy);
}

[[nodiscard]] inline float smooth_min(float a, float b, float k) {
  const float h = std::max(k - std::abs(a - b), 0.0F) / k;
  return std::min(a, b) - h * h * k * 0.25F;
}
[[nodiscard]] inline float smooth_max(float a, float b, float k) { return -smooth_min(-a, -b, k); }

// Triangle given counter-clockwise, corners softened over k.
struct Triangle {
  float ax, ay, bx, by, cx, cy;
};
[[nodiscard]] inline float triangle(float x, float y, const Triangle& t, float k) {
  const float ab = half_plane(x, y, t.ax, t.ay, t.bx, t.by);
  const float bc = half_plane(x, y, t.bx, t.by, t.cx, t.cy);
  const float ca = half_plane(x, y, t.cx, t.cy, t.ax, t.ay);
  return smooth_max(smooth_max(ab, bc, k), ca, k);
}

// Five-pointed star of outer radius r; inner in (0, 1) is how far the notches reach in. v points up.
[[nodiscard]] inline float star5(float x, float y, float r, float inner) {
  constexpr float k1x = 0.809016994375F;
  constexpr float k1y = -0.587785252292F;
  x = std::abs(x);
  float d = 2.0F * std::max(k1x * x + k1y * y, 0.0F);
  x -= d * k1x;
  y -= d * k1y;
  d = 2.0F * std::max(-k1x * x + k1y * y, 0.0F);
  x -= d * -k1x;
  y -= d * k1y;
  x = std::abs(x);
  y -= r;
  const float bax = inner * -k1y;
  const float bay = inner * k1x - 1.0F;
  const float h = std::min(std::max((x * bax + y * bay) / (bax * bax + bay * bay), 0.0F), r);
  const float side = y * bax - x * bay;
  return std::copysign(length(x - bax * h, y - bay * h), side);
}

}  // namespace heddle::scenes
