// Pine, flower.
#include <algorithm>
#include <cmath>

#include "scenes/objects.h"
#include "scenes/shapes.h"

namespace heddle::scenes {

void paint_pine(Brush& brush, Dice dice) {
  const Shading& shading = brush.shading();
  const Rgb bark = brush.lit(rgb(104, 70, 48));
  brush.fill({-0.08F, 0, 0.08F, 0.25F}, brush.shaded({-0.06F, 0, 0.06F, 0.25F}, bark, scaled(bark, 0.7F)),
             [](float u, float v) { return rounded_box(u, v - 0.1F, 0.05F, 0.1F, 0.01F); });
  const float wide = dice.between(0.92F, 1.05F);
  struct Tier {
    float low, high, half, shade;
  };
  for (const Tier& tier :
       {Tier{0.14F, 0.58F, 0.38F, 0.0F}, Tier{0.38F, 0.80F, 0.31F, 0.3F}, Tier{0.60F, 1.0F, 0.23F, 0.6F}}) {
    const float half = tier.half * wide;
    const Area area{-half, tier.low - 0.03F, half, tier.high};
    const Paint needles = Brush::coloured(brush.shaded(area, mix(shading.main, shading.light, tier.shade),
                                                       mix(shading.dark, shading.main, tier.shade * 0.5F)));
    brush.fill(area, needles, [=](float u, float v) {
      const float sides =
          std::max(half_plane(u, v, half, tier.low, 0, tier.high), half_plane(u, v, 0, tier.high, -half, tier.low));
      return smooth_max(sides, tier.low - 0.25F * (half * half - u * u) - v + 0.0F, 0.04F);
    });
  }
}

void paint_flower(Brush& brush, Dice dice) {
  const Shading& shading = brush.shading();
  const Rgb green = brush.lit(rgb(74, 150, 66));
  const float bend = dice.between(-0.05F, 0.05F);
  brush.fill({-0.1F, 0, 0.1F, 0.65F}, flat(green),
             [=](float u, float v) { return std::max(std::abs(u - bend * 4.0F * v * (0.65F - v)) - 0.024F, -v); });
  for (const float side : {-1.0F, 1.0F}) {
    const float root = side > 0 ? 0.10F : 0.18F;
    brush.fill({-0.34F, 0.05F, 0.34F, 0.45F}, brush.upright(0.05F, 0.4F, scaled(green, 0.75F), green),
               [=](float u, float v) {
                 const float x = side * u;
                 const float y = v - root;
                 return std::max(circle(x - 0.08F, y - 0.14F, 0.16F), circle(x - 0.20F, y - 0.02F, 0.16F)) - 0.008F;
               });
  }
  const float turn = dice.between(0.0F, 1.0F);
  const Area head{-0.4F, 0.3F, 0.4F, 1.02F};
  Paint petals = brush.shaded(head);
  petals.rim_width = 0.07F;
  constexpr int kPetals = 6;
  float centres[kPetals][2];
  for (int i = 0; i < kPetals; ++i) {
    const float angle = 6.2831853F * (static_cast<float>(i) + turn) / kPetals;
    centres[i][0] = 0.205F * std::cos(angle);
    centres[i][1] = 0.66F + 0.205F * std::sin(angle);
  }
  brush.fill(head, petals, [&](float u, float v) {
    float nearest = 1;
    for (const auto& at : centres) nearest = std::min(nearest, circle(u - at[0], v - at[1], 0.132F));
    return nearest;
  });
  const bool golden = shading.main.r > 0.7F && shading.main.g > 0.6F && shading.main.b < 0.4F;
  const Rgb heart = brush.lit(golden ? rgb(150, 92, 40) : rgb(252, 206, 74));
  brush.fill({-0.16F, 0.5F, 0.16F, 0.82F}, brush.shaded({-0.13F, 0.53F, 0.13F, 0.79F}, heart, scaled(heart, 0.8F)),
             [](float u, float v) { return circle(u, v - 0.66F, 0.125F); });
}

}  // namespace heddle::scenes
