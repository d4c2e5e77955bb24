// Bird, cat.
#include <algorithm>
#include <cmath>

#include "scenes/objects.h"
#include "scenes/shapes.h"

namespace heddle::scenes {

void paint_bird(Brush& brush, Dice dice) {
  const Shading& shading = brush.shading();
  const Rgb beak = brush.lit(rgb(250, 170, 50));
  for (const float at : {-0.02F, 0.12F}) {
    brush.fill({at - 0.1F, 0, at + 0.1F, 0.25F}, flat(brush.lit(rgb(190, 120, 50))), [=](float u, float v) {
      const float leg = capsule(u, v, at, 0.22F, at - 0.01F, 0.03F, 0.016F);
      return std::min(leg, capsule(u, v, at - 0.07F, 0.02F, at + 0.03F, 0.02F, 0.015F));
    });
  }
  const Area tail{0.2F, 0.3F, 0.66F, 0.7F};
  brush.fill(tail, Brush::coloured(brush.shaded(tail, shading.main, scaled(shading.dark, 0.85F))),
             [](float u, float v) {
               return triangle(u, v, {0.22F, 0.36F, 0.64F, 0.50F, 0.58F, 0.66F}, 0.08F);
             });
  brush.fill({-0.62F, 0.6F, -0.3F, 0.82F}, flat(beak), [](float u, float v) {
    return triangle(u, v, {-0.60F, 0.70F, -0.40F, 0.63F, -0.40F, 0.79F}, 0.03F);
  });
  const Area body{-0.5F, 0.14F, 0.46F, 1};
  brush.fill(body, brush.shaded(body), [](float u, float v) {
    return smooth_min(ellipse(u - 0.05F, v - 0.43F, 0.37F, 0.28F), circle(u + 0.25F, v - 0.72F, 0.215F), 0.16F);
  });
  brush.fill({-0.3F, 0.15F, 0.25F, 0.5F}, softened(flat(brush.lit(mix(shading.light, kWhite, 0.55F))), 0.06F, 0.75F),
             [](float u, float v) { return ellipse(u + 0.10F, v - 0.33F, 0.17F, 0.12F); });
  const float flap = dice.between(-0.03F, 0.05F);
  const Area wing{-0.15F, 0.25F, 0.5F, 0.75F};
  brush.fill(wing, Brush::coloured(brush.shaded(wing, shading.main, scaled(shading.dark, 0.78F))),
             [=](float u, float v) {
               return smooth_max(ellipse(u - 0.15F, v - 0.47F, 0.26F, 0.17F), v - 0.54F - flap - 0.35F * u, 0.06F);
             });
  brush.fill({-0.42F, 0.65F, -0.2F, 0.87F}, flat(brush.lit(rgb(255, 255, 250))),
             [](float u, float v) { return circle(u + 0.31F, v - 0.76F, 0.06F); });
  brush.fill({-0.42F, 0.65F, -0.2F, 0.87F}, flat(brush.lit(rgb(26, 24, 36))),
             [](float u, float v) { return circle(u + 0.32F, v - 0.76F, 0.037F); });
}

void paint_cat(Brush& brush, Dice dice) {
  const Shading& shading = brush.shading();
  const Area tail{0.15F, 0, 0.6F, 0.6F};
  brush.fill(tail, Brush::coloured(brush.shaded(tail, shading.main, shading.dark)), [](float u, float v) {
    return std::min(capsule(u, v, 0.2F, 0.06F, 0.42F, 0.12F, 0.05F), capsule(u, v, 0.42F, 0.12F, 0.47F, 0.42F, 0.05F));
  });
  const Area body{-0.32F, 0, 0.32F, 0.62F};
  brush.fill(body, Brush::coloured(brush.shaded(body, shading.main, shading.dark)), [](float u, float v) {
    return std::max(smooth_min(ellipse(u, v - 0.22F, 0.29F, 0.24F), ellipse(u, v - 0.42F, 0.19F, 0.20F), 0.1F),
                    0.005F - v);
  });
  brush.fill({-0.15F, 0.08F, 0.15F, 0.5F}, softened(flat(brush.lit(mix(shading.light, kWhite, 0.5F))), 0.05F, 0.7F),
             [](float u, float v) { return ellipse(u, v - 0.28F, 0.10F, 0.16F); });
  const Area head{-0.33F, 0.48F, 0.33F, 1};
  brush.fill(head, brush.shaded(head), [](float u, float v) {
    const float x = std::abs(u);
    const float skull = ellipse(u, v - 0.68F, 0.29F, 0.225F);
    return smooth_min(skull, triangle(x, v, {0.06F, 0.82F, 0.27F, 0.72F, 0.25F, 1.0F}, 0.04F), 0.03F);
  });
  brush.fill({-0.28F, 0.8F, 0.28F, 0.97F}, flat(brush.lit(rgb(240, 160, 170))), [](float u, float v) {
    return triangle(std::abs(u), v, {0.13F, 0.84F, 0.235F, 0.80F, 0.225F, 0.94F}, 0.02F);
  });
  const Rgb ink = brush.lit(rgb(30, 26, 36));
  const bool dark = shading.main.r + shading.main.g + shading.main.b < 0.9F;
  const float look = dice.between(-0.012F, 0.012F);
  brush.fill({-0.2F, 0.6F, 0.2F, 0.82F}, flat(brush.lit(dark ? rgb(236, 220, 110) : rgb(250, 250, 240))),
             [](float u, float v) { return ellipse(std::abs(u) - 0.115F, v - 0.71F, 0.058F, 0.066F); });
  brush.fill({-0.2F, 0.6F, 0.2F, 0.82F}, flat(ink), [=](float u, float v) {
    return std::min(ellipse(u - 0.115F - look, v - 0.71F, 0.026F, 0.052F),
                    ellipse(u + 0.115F - look, v - 0.71F, 0.026F, 0.052F));
  });
  brush.fill({-0.06F, 0.56F, 0.06F, 0.66F}, flat(brush.lit(rgb(226, 110, 124))), [](float u, float v) {
    return triangle(u, v, {0, 0.585F, 0.042F, 0.635F, -0.042F, 0.635F}, 0.015F);
  });
  brush.fill({-0.42F, 0.52F, 0.42F, 0.66F}, softened(flat(dark ? brush.lit(rgb(220, 220, 220)) : ink), 0.008F, 0.7F),
             [](float u, float v) {
               const float x = std::abs(u);
               return std::min(capsule(x, v, 0.14F, 0.60F, 0.36F, 0.62F, 0.004F),
                               capsule(x, v, 0.14F, 0.58F, 0.35F, 0.55F, 0.004F));
             });
}

}  // namespace heddle::scenes
