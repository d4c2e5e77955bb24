// House, tree, mushroom.
#include <algorithm>
#include <array>
#include <cmath>

#include "scenes/objects.h"
#include "scenes/shapes.h"

namespace heddle::scenes {

void paint_house(Brush& brush, Dice dice) {
  const Shading& shading = brush.shading();
  const Rgb roof = brush.lit(rgb(104, 66, 62));
  const Rgb wood = brush.lit(rgb(96, 60, 44));
  const Rgb glass = mix(brush.lit(rgb(255, 240, 180)), rgb(255, 226, 130), 0.5F);
  brush.fill({0.12F, 0.62F, 0.3F, 1.0F}, flat(brush.lit(rgb(150, 92, 80))),
             [](float u, float v) { return rounded_box(u - 0.22F, v - 0.80F, 0.055F, 0.16F, 0.01F); });
  const Area wall{-0.42F, 0, 0.42F, 0.62F};
  brush.fill(wall, Brush::coloured(brush.shaded(wall, shading.main, shading.dark)),
             [](float u, float v) { return rounded_box(u, v - 0.29F, 0.41F, 0.31F, 0.02F); });
  brush.fill({-0.54F, 0.5F, 0.54F, 1}, brush.upright(0.55F, 1, scaled(roof, 0.8F), scaled(roof, 1.15F)),
             [](float u, float v) {
               return triangle(u, v, {-0.54F, 0.54F, 0.54F, 0.54F, 0, 0.985F}, 0.05F);
             });
  const float door = dice.chance(0.5F) ? -0.17F : 0.0F;
  brush.fill({-0.3F, 0, 0.15F, 0.4F}, brush.upright(0, 0.36F, scaled(wood, 0.8F), wood), [=](float u, float v) {
    const float arch = circle(u - door, v - 0.25F, 0.095F);
    return std::min(arch, rounded_box(u - door, v - 0.12F, 0.095F, 0.13F, 0.005F));
  });
  const Rgb frame = brush.lit(rgb(250, 244, 230));
  const auto window = [&](float at_u, float at_v, float half) {
    const Area area{at_u - 0.14F, at_v - 0.14F, at_u + 0.14F, at_v + 0.14F};
    brush.fill(area, flat(frame),
               [=](float u, float v) { return rounded_box(u - at_u, v - at_v, half + 0.022F, half + 0.022F, 0.015F); });
    brush.fill(area, flat(glass), [=](float u, float v) {
      const float pane = rounded_box(u - at_u, v - at_v, half, half, 0.01F);
      return std::max(pane, 0.009F - std::min(std::abs(u - at_u), std::abs(v - at_v)));
    });
  };
  window(0.2F, 0.31F, 0.085F);
  if (door == 0.0F) window(-0.24F, 0.31F, 0.075F);
  brush.fill({-0.1F, 0.6F, 0.1F, 0.8F}, flat(glass), [](float u, float v) { return circle(u, v - 0.70F, 0.055F); });
}

void paint_tree(Brush& brush, Dice dice) {
  const Shading& shading = brush.shading();
  const Rgb bark = brush.lit(rgb(112, 74, 48));
  brush.fill({-0.2F, 0, 0.2F, 0.55F}, brush.shaded({-0.1F, 0, 0.1F, 0.5F}, scaled(bark, 1.15F), scaled(bark, 0.75F)),
             [](float u, float v) {
               const float flare = 0.052F + 0.05F * std::max(0.12F - v, 0.0F) / 0.12F;
               return std::max(std::abs(u) - flare, std::max(-v, v - 0.5F));
             });
  brush.fill({0, 0.25F, 0.22F, 0.5F}, flat(scaled(bark, 0.85F)),
             [](float u, float v) { return capsule(u, v, 0.0F, 0.28F, 0.15F, 0.44F, 0.022F); });
  const float puff = dice.between(-0.02F, 0.03F);
  const Area crown{-0.46F, 0.3F, 0.46F, 1};
  const auto leaves = [=](float u, float v) {
    const float top = circle(u, v - 0.745F, 0.245F);
    const float left = circle(u + 0.21F, v - 0.58F, 0.205F + puff);
    const float right = circle(u - 0.22F, v - 0.59F, 0.195F - puff);
    const float low = ellipse(u, v - 0.52F, 0.26F, 0.15F);
    return smooth_min(smooth_min(top, low, 0.08F), std::min(left, right), 0.06F);
  };
  brush.fill(crown, brush.shaded(crown), leaves);
  // Lighter puffs on the side of the lamp give the crown its roundness.
  const float lamp = brush.faces_left() ? 1.0F : -1.0F;
  const Paint glow = softened(flat(shading.light), 0.06F, 0.7F);
  brush.fill(crown, glow, [=](float u, float v) {
    const float upper = circle(u - lamp * 0.06F, v - 0.80F, 0.12F);
    return std::min(upper, circle(u - lamp * 0.21F, v - 0.62F, 0.085F));
  });
}

void paint_mushroom(Brush& brush, Dice dice) {
  const Shading& shading = brush.shading();
  const Rgb stem = brush.lit(rgb(240, 226, 200));
  brush.fill({-0.22F, 0, 0.22F, 0.6F}, brush.shaded({-0.2F, 0, 0.2F, 0.55F}, stem, scaled(stem, 0.74F)),
             [](float u, float v) {
               const float half = 0.115F + 0.07F * (0.5F - v) * (0.5F - v) * 4.0F;
               return smooth_max(std::abs(u) - half, std::max(-v, v - 0.56F), 0.05F);
             });
  brush.fill({-0.45F, 0.4F, 0.45F, 0.56F}, flat(scaled(stem, 0.66F)),
             [](float u, float v) { return ellipse(u, v - 0.485F, 0.40F, 0.06F); });
  const Area cap{-0.5F, 0.42F, 0.5F, 1};
  const auto dome = [](float u, float v) {
    return smooth_max(ellipse(u, v - 0.47F, 0.5F, 0.52F), 0.49F - v - 0.10F * (0.25F - u * u), 0.05F);
  };
  brush.fill(cap, brush.shaded(cap), dome);
  // White dots; on a white cap they turn grey, or it would have none.
  const bool pale = shading.main.b > 0.8F * shading.air.b && shading.main.g > 0.8F * shading.air.g;
  const Rgb dot = brush.lit(pale ? rgb(196, 190, 196) : rgb(255, 250, 240));
  const float drift = dice.between(-0.03F, 0.03F);
  const std::array<std::array<float, 3>, 5> dots = {{{-0.02F, 0.80F, 0.085F},
                                                     {-0.26F, 0.66F, 0.065F},
                                                     {0.22F, 0.69F, 0.075F},
                                                     {0.02F, 0.59F, 0.055F},
                                                     {0.39F, 0.57F, 0.042F}}};
  for (const auto& place : dots) {
    const float du = place[0] + drift, at_v = place[1], radius = place[2];
    brush.fill({du - 0.1F, at_v - 0.1F, du + 0.1F, at_v + 0.1F}, flat(dot), [=](float u, float v) {
      return std::max(ellipse(u - du, v - at_v, radius, radius * 0.85F), dome(u, v));
    });
  }
}

}  // namespace heddle::scenes
