// Boat, fish.
#include <algorithm>
#include <cmath>

#include "scenes/objects.h"
#include "scenes/shapes.h"

namespace heddle::scenes {

void paint_boat(Brush& brush, Dice dice) {
  const Shading& shading = brush.shading();
  const Rgb cloth = brush.lit(rgb(255, 250, 236));
  const Rgb wood = brush.lit(rgb(104, 70, 48));
  const float lean = dice.between(-0.02F, 0.02F);
  brush.fill({-0.08F, 0.2F, 0.08F, 1}, flat(wood),
             [=](float u, float v) { return capsule(u, v, -0.02F, 0.25F, -0.02F + lean, 0.97F, 0.014F); });
  brush.fill({-0.02F, 0.36F, 0.46F, 0.98F}, brush.shaded({0, 0.36F, 0.4F, 0.95F}, cloth, scaled(cloth, 0.80F)),
             [=](float u, float v) {
               return triangle(u, v, {0.01F, 0.40F, 0.42F, 0.40F, 0.01F + lean, 0.95F}, 0.03F);
             });
  brush.fill({-0.42F, 0.36F, 0, 0.9F}, brush.shaded({-0.36F, 0.36F, 0, 0.9F}, cloth, scaled(cloth, 0.84F)),
             [=](float u, float v) {
               return triangle(u, v, {-0.34F, 0.40F, -0.05F, 0.40F, -0.05F + lean, 0.84F}, 0.03F);
             });
  brush.fill({-0.05F, 0.9F, 0.14F, 1.02F}, Brush::coloured(flat(shading.main)), [=](float u, float v) {
    return triangle(u, v, {-0.015F + lean, 0.93F, 0.12F + lean, 0.965F, -0.015F + lean, 1.0F}, 0.01F);
  });
  // A wide hull: it carries the colour.
  const Area hull{-0.62F, 0, 0.62F, 0.36F};
  const auto body = [](float u, float v) {
    const float rail = v - 0.29F - 0.12F * u * u;
    return smooth_max(ellipse(u, v - 0.34F, 0.60F, 0.35F), rail, 0.03F);
  };
  brush.fill(
      hull,
      Brush::coloured(brush.upright(0, 0.34F, scaled(shading.dark, 0.96F), mix(shading.main, shading.light, 0.4F))),
      body);
  brush.fill(hull, flat(brush.lit(mix(shading.light, kWhite, 0.55F))),
             [=](float u, float v) { return std::max(body(u, v), std::abs(v - 0.262F - 0.12F * u * u) - 0.016F); });
}

void paint_fish(Brush& brush, Dice dice) {
  const Shading& shading = brush.shading();
  const float wag = dice.between(-0.03F, 0.03F);
  const Paint fin = Brush::coloured(brush.upright(0.1F, 0.9F, shading.dark, shading.main));
  // Swims to the left before mirroring; tail, back and belly fins are behind the body.
  brush.fill({0.28F, 0.1F, 0.68F, 0.9F}, fin, [=](float u, float v) {
    const float upper = triangle(u, v, {0.34F, 0.48F, 0.66F, 0.62F + wag, 0.62F, 0.84F + wag}, 0.07F);
    const float lower = triangle(u, v, {0.34F, 0.46F, 0.62F, 0.10F + wag, 0.66F, 0.34F + wag}, 0.07F);
    const float joint = ellipse(u - 0.44F, v - 0.47F, 0.14F, 0.10F);
    return smooth_min(std::min(upper, lower), joint, 0.06F);
  });
  brush.fill({-0.25F, 0.6F, 0.3F, 0.98F}, fin,
             [](float u, float v) { return std::max(ellipse(u - 0.03F, v - 0.74F, 0.22F, 0.19F), -(u + 0.16F)); });
  brush.fill({-0.1F, 0.02F, 0.25F, 0.3F}, fin,
             [](float u, float v) { return ellipse(u - 0.06F, v - 0.20F, 0.11F, 0.14F); });
  const Area body{-0.58F, 0.12F, 0.46F, 0.82F};
  brush.fill(body,
             Brush::coloured(brush.upright(0.14F, 0.82F, mix(shading.dark, shading.main, 0.3F),
                                           mix(shading.main, shading.light, 0.6F))),
             [](float u, float v) { return ellipse(u + 0.07F, v - 0.47F, 0.50F, 0.33F); });
  const Rgb scale = mix(shading.main, shading.dark, 0.9F);
  for (const float at : {-0.02F, 0.12F, 0.26F}) {
    brush.fill({at - 0.1F, 0.26F, at + 0.12F, 0.68F}, softened(flat(scale), 0.015F, 0.75F), [=](float u, float v) {
      return std::max(std::abs(circle(u - at + 0.12F, v - 0.47F, 0.19F)) - 0.008F, at - u);
    });
  }
  brush.fill({-0.5F, 0.44F, -0.2F, 0.68F}, flat(brush.lit(rgb(255, 255, 250))),
             [](float u, float v) { return circle(u + 0.34F, v - 0.56F, 0.085F); });
  brush.fill({-0.5F, 0.44F, -0.2F, 0.68F}, flat(brush.lit(rgb(28, 26, 40))),
             [](float u, float v) { return circle(u + 0.355F, v - 0.56F, 0.048F); });
  brush.fill({-0.6F, 0.3F, -0.35F, 0.5F}, flat(scaled(shading.dark, 0.6F)), [](float u, float v) {
    return std::max(std::abs(circle(u + 0.46F, v - 0.44F, 0.07F)) - 0.010F, v - 0.42F);
  });
}

}  // namespace heddle::scenes
