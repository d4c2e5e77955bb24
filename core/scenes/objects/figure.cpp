// The stick figure and its poses.
#include "scenes/figure.h"

#include <algorithm>
#include <cmath>

#include "scenes/objects.h"
#include "scenes/shapes.h"

namespace heddle::scenes {
namespace {

constexpr float kLimb = 0.042F;
constexpr float kHead = 0.135F;

using Posture = std::array<Point, kJoints>;

// clang-format off
constexpr std::array<Posture, 5> kPostures = {{
    {{{0, 0.86F}, {0, 0.70F}, {0, 0.42F}, {-0.15F, 0.56F}, {-0.20F, 0.41F}, {0.15F, 0.56F}, {0.20F, 0.41F},
      {-0.08F, 0.22F}, {-0.12F, 0.04F}, {0.08F, 0.22F}, {0.12F, 0.04F}}},
    {{{0, 0.86F}, {0, 0.70F}, {0, 0.42F}, {-0.15F, 0.56F}, {-0.20F, 0.41F}, {0.20F, 0.72F}, {0.30F, 0.91F},
      {-0.08F, 0.22F}, {-0.12F, 0.04F}, {0.08F, 0.22F}, {0.12F, 0.04F}}},
    {{{0.10F, 0.86F}, {0.05F, 0.70F}, {-0.04F, 0.42F}, {-0.16F, 0.62F}, {-0.28F, 0.48F}, {0.20F, 0.56F}, {0.32F, 0.68F},
      {-0.20F, 0.28F}, {-0.40F, 0.30F}, {0.17F, 0.30F}, {0.14F, 0.04F}}},
    {{{0, 0.86F}, {0, 0.70F}, {0, 0.44F}, {-0.18F, 0.78F}, {-0.29F, 0.94F}, {0.18F, 0.78F}, {0.29F, 0.94F},
      {-0.18F, 0.34F}, {-0.24F, 0.14F}, {0.18F, 0.34F}, {0.24F, 0.14F}}},
    {{{-0.12F, 0.68F}, {-0.13F, 0.52F}, {-0.14F, 0.20F}, {-0.24F, 0.36F}, {-0.30F, 0.14F}, {0.02F, 0.40F}, {0.15F, 0.30F},
      {0.10F, 0.33F}, {0.24F, 0.04F}, {0.16F, 0.28F}, {0.34F, 0.04F}}},
}};
// clang-format on

}  // namespace

Posture posture_of(Pose pose, std::uint64_t nuisance) {
  Posture posture = kPostures.at(static_cast<std::size_t>(pose));
  Dice dice(nuisance, /*stream=*/4);
  for (const std::size_t joint : {3U, 4U, 5U, 6U}) {
    posture.at(joint).x += dice.between(-0.02F, 0.02F);
    posture.at(joint).y += dice.between(-0.02F, 0.02F);
  }
  return posture;
}

Posture joints_of(const Item& item) {
  Posture joints = posture_of(item.pose, item.nuisance);
  for (Point& joint : joints) {
    joint = {item.x + (item.mirrored ? -1.0F : 1.0F) * item.scale * joint.x, item.base - item.scale * joint.y};
  }
  return joints;
}

void paint_figure(Brush& brush, Dice dice) {
  const Posture at = posture_of(brush.item().pose, brush.item().nuisance);
  const Area whole{-0.5F, 0, 0.5F, 1.02F};
  Paint body = brush.shaded(whole);
  body.relief = kLimb;
  brush.fill(whole, body, [&](float u, float v) {
    float nearest = circle(u - at[0].x, v - at[0].y, kHead);
    for (const auto& [a, b] : kLimbs) {
      const Point from = at[static_cast<std::size_t>(a)];
      const Point to = at[static_cast<std::size_t>(b)];
      nearest = std::min(nearest, capsule(u, v, from.x, from.y, to.x, to.y, kLimb));
    }
    return nearest;
  });
  const Shading& shading = brush.shading();
  const bool dark = shading.main.r + shading.main.g + shading.main.b < 1.0F;
  const Rgb ink = brush.lit(dark ? rgb(246, 240, 226) : rgb(40, 34, 44));
  const float look = dice.between(-0.01F, 0.02F);
  const Point head{at[0].x + look, at[0].y};
  brush.fill({head.x - 0.12F, head.y - 0.12F, head.x + 0.12F, head.y + 0.12F}, flat(ink), [=](float u, float v) {
    const float eyes = ellipse(std::abs(u - head.x) - 0.045F, v - head.y - 0.025F, 0.016F, 0.024F);
    const float smile = std::max(std::abs(circle(u - head.x, v - head.y + 0.01F, 0.055F)) - 0.009F, v - head.y + 0.03F);
    return std::min(eyes, smile);
  });
}

}  // namespace heddle::scenes
