// Cone, vase, cup, apple, pear, lamp.
#include <algorithm>
#include <cmath>

#include "scenes/objects.h"
#include "scenes/shapes.h"

namespace heddle::scenes {

void paint_cone(Brush& brush, Dice) {
  const Area whole{-0.44F, 0, 0.44F, 1};
  const Shading& shading = brush.shading();
  Paint body = Brush::coloured(brush.shaded(whole, mix(shading.light, shading.main, 0.3F), shading.dark));
  body.relief = 0.3F;
  brush.fill(whole, body, [](float u, float v) {
    const float sides = std::max(half_plane(u, v, 0.42F, 0.10F, 0, 1.0F), half_plane(u, v, 0, 1.0F, -0.42F, 0.10F));
    const float above = std::max(sides, 0.10F - v);
    return std::min(smooth_max(above, sides, 0.03F), ellipse(u, v - 0.10F, 0.42F, 0.10F));
  });
}

void paint_vase(Brush& brush, Dice dice) {
  const Area whole{-0.40F, 0, 0.40F, 1};
  const Shading& shading = brush.shading();
  const float belly = dice.between(0.31F, 0.37F);
  Paint body = brush.shaded(whole);
  body.relief = 0.3F;
  brush.fill(whole, body, [=](float u, float v) {
    const float round = ellipse(u, v - 0.36F, belly, 0.36F);
    const float neck = rounded_box(u, v - 0.72F, 0.12F, 0.22F, 0.02F);
    const float lip = rounded_box(u, v - 0.95F, 0.21F, 0.045F, 0.04F);
    return std::max(smooth_min(smooth_min(round, neck, 0.14F), lip, 0.09F), 0.02F - v);
  });
  brush.fill({-0.2F, 0.9F, 0.2F, 1}, flat(scaled(shading.dark, 0.5F)),
             [](float u, float v) { return ellipse(u, v - 0.965F, 0.165F, 0.022F); });
}

void paint_cup(Brush& brush, Dice) {
  const Shading& shading = brush.shading();
  const Area handle{0.2F, 0.15F, 0.62F, 0.85F};
  brush.fill(handle, Brush::coloured(brush.shaded(handle, shading.main, shading.dark)),
             [](float u, float v) { return std::abs(ellipse(u - 0.34F, v - 0.52F, 0.19F, 0.23F)) - 0.045F; });
  const Area body{-0.44F, 0, 0.40F, 1};
  Paint paint = brush.shaded(body);
  paint.relief = 0.25F;
  brush.fill(body, paint, [](float u, float v) {
    const float half = 0.31F + 0.08F * v;
    const float wall = smooth_max(std::abs(u + 0.02F) - half, std::max(0.01F - v, v - 0.90F), 0.12F);
    return std::min(wall, ellipse(u + 0.02F, v - 0.88F, 0.385F, 0.10F));
  });
  brush.fill({-0.42F, 0.76F, 0.40F, 1}, flat(scaled(shading.dark, 0.72F)),
             [](float u, float v) { return ellipse(u + 0.02F, v - 0.885F, 0.335F, 0.075F); });
  brush.fill({-0.42F, 0.76F, 0.40F, 1}, flat(brush.lit(rgb(110, 70, 44))), [](float u, float v) {
    return std::max(ellipse(u + 0.02F, v - 0.885F, 0.335F, 0.075F), ellipse(u + 0.02F, v - 0.86F, 0.32F, 0.07F));
  });
}

void paint_apple(Brush& brush, Dice dice) {
  const Area whole{-0.52F, 0, 0.52F, 0.9F};
  const float wide = dice.between(0.255F, 0.28F);
  Paint body = brush.shaded(whole);
  body.relief = 0.4F;
  brush.fill(whole, body, [=](float u, float v) {
    const float cheeks = ellipse(std::abs(u) - 0.20F, v - 0.50F, wide, 0.35F);
    const float seat = ellipse(u, v - 0.28F, 0.33F, 0.27F);
    return smooth_min(cheeks, seat, 0.10F);
  });
  brush.fill({-0.05F, 0.7F, 0.15F, 1.02F}, flat(brush.lit(rgb(98, 64, 42))),
             [](float u, float v) { return capsule(u, v, 0, 0.74F, 0.05F, 0.97F, 0.022F); });
  brush.fill({0, 0.78F, 0.4F, 1.0F}, flat(brush.lit(rgb(96, 168, 72))), [](float u, float v) {
    return std::max(circle(u - 0.19F, v - 0.80F, 0.17F), circle(u - 0.19F, v - 1.0F, 0.17F)) - 0.01F;
  });
  const float lamp = brush.faces_left() ? 1.0F : -1.0F;
  brush.fill({-0.5F, 0.45F, 0.5F, 0.85F}, softened(flat(brush.lit(kWhite)), 0.07F, 0.5F),
             [=](float u, float v) { return ellipse(u - lamp * 0.24F, v - 0.66F, 0.07F, 0.10F); });
}

void paint_pear(Brush& brush, Dice dice) {
  const Area whole{-0.42F, 0, 0.42F, 0.92F};
  const float lean = dice.between(-0.03F, 0.05F);
  Paint body = brush.shaded(whole);
  body.relief = 0.35F;
  brush.fill(whole, body, [=](float u, float v) {
    return smooth_min(ellipse(u, v - 0.32F, 0.37F, 0.32F), ellipse(u - lean, v - 0.68F, 0.19F, 0.20F), 0.22F);
  });
  brush.fill({-0.1F, 0.8F, 0.2F, 1.02F}, flat(brush.lit(rgb(98, 64, 42))),
             [=](float u, float v) { return capsule(u, v, lean, 0.84F, lean + 0.05F, 0.98F, 0.02F); });
  const float lamp = brush.faces_left() ? 1.0F : -1.0F;
  brush.fill({-0.4F, 0.2F, 0.4F, 0.6F}, softened(flat(brush.lit(kWhite)), 0.07F, 0.42F),
             [=](float u, float v) { return ellipse(u - lamp * 0.16F, v - 0.42F, 0.07F, 0.10F); });
}

void paint_lamp(Brush& brush, Dice dice) {
  const Shading& shading = brush.shading();
  const Rgb brass = brush.lit(rgb(156, 124, 74));
  const float foot = dice.between(0.20F, 0.25F);
  brush.fill({-0.05F, 0.04F, 0.05F, 0.6F},
             brush.shaded({-0.04F, 0, 0.04F, 0.6F}, scaled(brass, 1.15F), scaled(brass, 0.7F)),
             [](float u, float v) { return rounded_box(u, v - 0.3F, 0.032F, 0.28F, 0.01F); });
  brush.fill({-0.3F, 0, 0.3F, 0.12F}, brush.upright(0, 0.11F, scaled(brass, 0.7F), scaled(brass, 1.1F)),
             [=](float u, float v) { return std::max(ellipse(u, v - 0.005F, foot, 0.10F), 0.005F - v); });
  brush.fill({-0.7F, 0.1F, 0.7F, 1}, softened(flat(rgb(255, 236, 160)), 0.35F, 0.35F),
             [](float u, float v) { return ellipse(u, v - 0.52F, 0.34F, 0.10F); });
  const Area shade{-0.46F, 0.5F, 0.46F, 1};
  brush.fill(
      shade, Brush::coloured(brush.upright(0.52F, 1, mix(shading.main, rgb(255, 240, 190), 0.10F), shading.main)),
      [](float u, float v) {
        const float side =
            std::max(half_plane(u, v, 0.42F, 0.53F, 0.24F, 0.98F), half_plane(u, v, -0.24F, 0.98F, -0.42F, 0.53F));
        return smooth_max(side, std::max(0.53F - v, v - 0.98F), 0.03F);
      });
}

}  // namespace heddle::scenes
