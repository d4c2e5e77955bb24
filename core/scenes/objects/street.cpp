// Tower, car, umbrella.
#include <algorithm>
#include <cmath>

#include "scenes/objects.h"
#include "scenes/shapes.h"

namespace heddle::scenes {

void paint_tower(Brush& brush, Dice dice) {
  const Shading& shading = brush.shading();
  const Rgb shadow = brush.lit(rgb(58, 46, 52));
  const Area wall{-0.26F, 0, 0.26F, 0.84F};
  Paint stones =
      Brush::coloured(brush.shaded(wall, mix(shading.main, shading.light, 0.4F), scaled(shading.dark, 0.92F)));
  stones.relief = 0.2F;
  brush.fill(wall, stones,
             [](float u, float v) { return std::max(std::abs(u) - 0.235F + 0.03F * v, std::max(-v, v - 0.82F)); });
  const Area crown{-0.32F, 0.74F, 0.32F, 1};
  brush.fill(crown, Brush::coloured(brush.shaded(crown, shading.light, shading.dark)), [](float u, float v) {
    const float block = rounded_box(u, v - 0.87F, 0.29F, 0.12F, 0.01F);
    const float place = (u + 0.29F) / 0.2320F;
    const float tooth =
        std::abs(place - static_cast<float>(static_cast<int>(place)) - 0.75F) - 0.25F;  // gap between teeth
    return std::max(block, -std::max(tooth * 0.2320F, 0.90F - v));
  });
  brush.fill({-0.1F, 0, 0.1F, 0.32F}, flat(shadow), [](float u, float v) {
    return std::min(circle(u, v - 0.19F, 0.085F), rounded_box(u, v - 0.09F, 0.085F, 0.10F, 0.004F));
  });
  const Rgb glow = mix(brush.lit(rgb(255, 226, 130)), rgb(255, 226, 130), 0.5F);
  const float drift = dice.between(-0.04F, 0.04F);
  brush.fill({-0.15F, 0.4F, 0.15F, 0.7F}, flat(glow), [=](float u, float v) {
    return std::min(circle(u - drift, v - 0.59F, 0.05F), rounded_box(u - drift, v - 0.53F, 0.05F, 0.06F, 0.004F));
  });
}

void paint_car(Brush& brush, Dice) {
  const Shading& shading = brush.shading();
  const Rgb glass = brush.lit(rgb(186, 222, 240));
  const Rgb tyre = brush.lit(rgb(40, 40, 48));
  const Area whole{-0.78F, 0.1F, 0.78F, 0.94F};
  brush.fill(
      whole,
      Brush::coloured(brush.upright(0.12F, 0.92F, scaled(shading.dark, 0.92F), mix(shading.main, shading.light, 0.7F))),
      [](float u, float v) {
        const float body = rounded_box(u, v - 0.36F, 0.74F, 0.20F, 0.14F);
        const float side =
            std::max(half_plane(u, v, 0.46F, 0.5F, 0.28F, 0.92F), half_plane(u, v, -0.30F, 0.92F, -0.52F, 0.5F));
        const float cabin = smooth_max(side, std::max(0.4F - v, v - 0.90F), 0.12F);
        return smooth_min(body, cabin, 0.04F);
      });
  for (const float side : {-1.0F, 1.0F}) {
    brush.fill({-0.45F, 0.5F, 0.4F, 0.85F}, flat(glass), [=](float u, float v) {
      const float slope =
          std::max(half_plane(u, v, 0.37F, 0.54F, 0.23F, 0.82F), half_plane(u, v, -0.25F, 0.82F, -0.42F, 0.54F));
      const float pane = std::max(side * -(u + 0.02F) + 0.02F, std::max(0.55F - v, v - 0.81F));
      return smooth_max(slope, pane, 0.04F);
    });
    brush.fill({-0.7F, 0, 0.7F, 0.4F}, flat(tyre),
               [=](float u, float v) { return circle(u - side * 0.42F, v - 0.17F, 0.17F); });
    brush.fill({-0.7F, 0, 0.7F, 0.4F}, flat(brush.lit(rgb(206, 208, 214))),
               [=](float u, float v) { return circle(u - side * 0.42F, v - 0.17F, 0.08F); });
  }
  brush.fill({-0.8F, 0.35F, -0.55F, 0.5F}, flat(brush.lit(rgb(255, 240, 170))),
             [](float u, float v) { return ellipse(u + 0.68F, v - 0.42F, 0.05F, 0.06F); });
}

void paint_umbrella(Brush& brush, Dice) {
  const Shading& shading = brush.shading();
  const Rgb wood = brush.lit(rgb(120, 82, 54));
  brush.fill({-0.05F, 0.02F, 0.2F, 1}, flat(wood), [](float u, float v) {
    const float shaft = rounded_box(u, v - 0.55F, 0.018F, 0.45F, 0.01F);
    const float hook = std::max(std::abs(circle(u - 0.075F, v - 0.11F, 0.075F)) - 0.02F, v - 0.12F);
    return std::min(shaft, hook);
  });
  const Area canopy{-0.56F, 0.42F, 0.56F, 0.97F};
  const auto dome = [](float u, float v) {
    // Four bays, each a hollow arc at the hem.
    const float place = (u + 0.54F) / 0.27F;
    const float bay = place - static_cast<float>(static_cast<int>(place)) - 0.5F;
    return std::max(ellipse(u, v - 0.46F, 0.54F, 0.48F), 0.46F + 0.06F * (1.0F - 4.0F * bay * bay) - v);
  };
  brush.fill(canopy, brush.shaded(canopy), dome);
  const Paint rib = softened(flat(scaled(shading.dark, 0.8F)), 0.02F, 0.55F);
  brush.fill(canopy, rib, [=](float u, float v) {
    const float height = clamp01((0.94F - v) / 0.48F);
    const float at = 0.27F * std::sqrt(height);
    return std::max(dome(u, v) + 0.01F, std::min(std::abs(u), std::abs(std::abs(u) - at)) - 0.006F);
  });
}

}  // namespace heddle::scenes
