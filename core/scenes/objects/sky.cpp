// Balloon, rocket, moon, kite.
#include <algorithm>
#include <cmath>

#include "scenes/objects.h"
#include "scenes/shapes.h"

namespace heddle::scenes {

void paint_balloon(Brush& brush, Dice dice) {
  const Shading& shading = brush.shading();
  const float sway = dice.between(-0.05F, 0.05F);
  brush.fill({-0.1F, 0, 0.1F, 0.36F}, flat(brush.lit(rgb(120, 110, 110))), [=](float u, float v) {
    return std::max(std::abs(u - sway * 18.0F * v * (0.34F - v)) - 0.010F, std::max(-v, v - 0.34F));
  });
  const Area whole{-0.36F, 0.28F, 0.36F, 1};
  Paint skin = brush.shaded(whole);
  skin.relief = 0.34F;
  brush.fill(whole, skin, [](float u, float v) {
    const float egg = ellipse(u, v - 0.67F, 0.30F + 0.05F * (v - 0.67F), 0.33F);
    return std::min(egg, triangle(u, v, {-0.05F, 0.30F, 0.05F, 0.30F, 0, 0.38F}, 0.01F));
  });
  const float lamp = brush.faces_left() ? 1.0F : -1.0F;
  brush.fill({-0.34F, 0.6F, 0.34F, 1}, softened(flat(brush.lit(kWhite)), 0.06F, 0.6F),
             [=](float u, float v) { return ellipse(u - lamp * 0.12F, v - 0.82F, 0.06F, 0.08F); });
  brush.fill({-0.06F, 0.32F, 0.06F, 0.37F}, softened(flat(scaled(shading.dark, 0.7F)), 0.01F, 0.7F),
             [](float u, float v) { return capsule(u, v, -0.03F, 0.345F, 0.03F, 0.345F, 0.006F); });
}

void paint_rocket(Brush& brush, Dice) {
  const Rgb trim = brush.lit(rgb(92, 96, 116));
  brush.fill({-0.14F, -0.02F, 0.14F, 0.25F}, brush.upright(0, 0.22F, rgb(255, 150, 40), rgb(255, 236, 150)),
             [](float u, float v) {
               return triangle(u, v, {0.11F, 0.22F, -0.11F, 0.22F, 0, 0.0F}, 0.05F);
             });
  brush.fill({-0.36F, 0.1F, 0.36F, 0.5F}, flat(trim), [](float u, float v) {
    const float x = std::abs(u);
    return triangle(x, v, {0.10F, 0.22F, 0.33F, 0.13F, 0.13F, 0.48F}, 0.05F);
  });
  const Area body{-0.22F, 0.18F, 0.22F, 1.0F};
  Paint hull = brush.shaded(body);
  hull.relief = 0.2F;
  brush.fill(body, hull, [](float u, float v) {
    const float half = 0.21F * std::sqrt(clamp01((1.0F - v) * 1.6F)) - 0.04F * clamp01((0.42F - v) * 3.0F);
    return std::max((std::abs(u) - half) * 0.8F, 0.19F - v);
  });
  brush.fill({-0.2F, 0.5F, 0.2F, 0.8F}, flat(brush.lit(rgb(240, 240, 246))),
             [](float u, float v) { return circle(u, v - 0.63F, 0.105F); });
  brush.fill({-0.2F, 0.5F, 0.2F, 0.8F},
             brush.upright(0.55F, 0.71F, brush.lit(rgb(70, 120, 170)), brush.lit(rgb(150, 210, 240))),
             [](float u, float v) { return circle(u, v - 0.63F, 0.075F); });
  brush.fill({-0.22F, 0.18F, 0.22F, 0.3F}, flat(trim),
             [](float u, float v) { return rounded_box(u, v - 0.235F, 0.155F, 0.03F, 0.01F); });
}

void paint_moon(Brush& brush, Dice) {
  const Shading& shading = brush.shading();
  const Area whole{-0.5F, 0, 0.5F, 1};
  Paint body = brush.shaded(whole);
  body.relief = 0.2F;
  const auto crescent = [](float u, float v) {
    return smooth_max(circle(u, v - 0.5F, 0.5F), -circle(u - 0.24F, v - 0.57F, 0.40F), 0.03F);
  };
  brush.fill(whole, body, crescent);
  const Paint crater = softened(flat(scaled(shading.dark, 0.9F)), 0.02F, 0.6F);
  brush.fill(whole, crater, [=](float u, float v) {
    const float spots = std::min(circle(u + 0.34F, v - 0.42F, 0.05F),
                                 std::min(circle(u + 0.20F, v - 0.17F, 0.065F), circle(u + 0.30F, v - 0.68F, 0.04F)));
    return std::max(spots, crescent(u, v));
  });
}

void paint_kite(Brush& brush, Dice dice) {
  const Shading& shading = brush.shading();
  const float sway = dice.between(0.06F, 0.12F);
  const auto tail_at = [=](float v) { return sway * std::sin(v * 22.0F) * (0.36F - v) * 2.0F; };
  brush.fill({-0.2F, 0, 0.2F, 0.36F}, flat(brush.lit(rgb(110, 96, 90))), [=](float u, float v) {
    return std::max((std::abs(u - tail_at(v)) - 0.011F) * 0.6F, std::max(-v, v - 0.35F));
  });
  for (const float v0 : {0.06F, 0.16F, 0.26F}) {
    const float u0 = tail_at(v0);
    brush.fill({u0 - 0.1F, v0 - 0.05F, u0 + 0.1F, v0 + 0.05F}, Brush::coloured(flat(shading.main)),
               [=](float u, float v) {
                 return std::max(std::abs(u - u0) - 0.06F, std::abs(v - v0) - 0.55F * std::abs(u - u0) - 0.004F);
               });
  }
  const Area sail{-0.38F, 0.32F, 0.38F, 1};
  brush.fill(sail, brush.shaded(sail), [](float u, float v) {
    const float x = std::abs(u);
    return std::max(half_plane(x, v, 0.36F, 0.72F, 0, 0.99F), half_plane(x, v, 0, 0.33F, 0.36F, 0.72F));
  });
  brush.fill(sail, softened(flat(brush.lit(mix(shading.light, kWhite, 0.6F))), 0.015F, 0.85F), [](float u, float v) {
    const float cross =
        std::min(capsule(u, v, 0, 0.36F, 0, 0.96F, 0.006F), capsule(u, v, -0.33F, 0.72F, 0.33F, 0.72F, 0.006F));
    return cross;
  });
}

}  // namespace heddle::scenes
