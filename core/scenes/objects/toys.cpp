// Ball, cube, star.
#include "scenes/objects.h"
#include "scenes/shapes.h"

namespace heddle::scenes {

void paint_ball(Brush& brush, Dice) {
  const Area whole{-0.5F, 0, 0.5F, 1};
  Paint body = brush.shaded(whole);
  body.relief = 0.5F;
  body.rim = 0.28F;
  body.rim_width = 0.16F;
  brush.fill(whole, body, [](float u, float v) { return circle(u, v - 0.5F, 0.5F); });
  const float left = brush.faces_left() ? 1.0F : -1.0F;
  brush.fill({-0.45F, 0.5F, 0.45F, 0.95F}, softened(flat(brush.lit(kWhite)), 0.07F, 0.62F),
             [=](float u, float v) { return ellipse(u - left * 0.17F, v - 0.71F, 0.13F, 0.09F); });
}

void paint_cube(Brush& brush, Dice dice) {
  // Seen a little from above and from one side; the front face is the widest.
  const float turn = dice.between(0.20F, 0.30F);
  const Shading& shading = brush.shading();
  const float edge = 0.5F - turn;  // where front and side meet
  const float lift = 0.20F;        // how high the far corners are above the near ones
  const Paint front = Brush::coloured(brush.upright(0, 0.8F, mix(shading.main, shading.dark, 0.35F), shading.main));
  brush.fill({-0.5F, 0, edge, 0.82F}, front, [=](float u, float v) {
    return rounded_box(u - (edge - 0.5F) * 0.5F, v - 0.4F, (edge + 0.5F) * 0.5F, 0.4F, 0.012F);
  });
  Paint side = Brush::coloured(flat(scaled(shading.dark, 0.80F)));
  side.face_x = brush.faces_left() ? -0.9F : 0.9F;
  const float slope = lift / turn;
  brush.fill({edge, 0, 0.5F, 1}, side, [=](float u, float v) {
    const float low = (u - edge) * slope;
    return std::max(std::max(edge - u, u - 0.5F), std::max(low - v, v - 0.8F - low) * 0.72F);
  });
  Paint top = Brush::coloured(flat(shading.light));
  top.face_y = 0.9F;
  const float shift = turn / lift;
  brush.fill({-0.5F, 0.8F, 0.5F, 1}, top, [=](float u, float v) {
    const float start = (v - 0.8F) * shift;
    return std::max(std::max(0.8F - v, v - 1.0F), std::max(start - 0.5F - u, u - edge - start) * 0.6F);
  });
  const Paint crease = softened(flat(brush.lit(mix(shading.light, kWhite, 0.35F))), 0.018F, 0.8F);
  brush.fill({-0.5F, 0.76F, edge + 0.02F, 0.84F}, crease,
             [=](float u, float v) { return capsule(u, v, -0.485F, 0.8F, edge, 0.8F, 0.006F); });
}

void paint_star(Brush& brush, Dice dice) {
  const Area whole{-0.54F, 0, 0.54F, 1.02F};
  const Shading& shading = brush.shading();
  Paint body = brush.shaded(whole);
  body.rim = 0.26F;
  brush.fill(whole, body, [](float u, float v) { return star5(u, v - 0.48F, 0.49F, 0.52F) - 0.035F; });
  // A calm face, so that it is a cartoon star and no starfish.
  const Rgb ink = brush.lit(mix(scaled(shading.main, 0.25F), rgb(40, 30, 50), 0.6F));
  const float look = dice.between(-0.01F, 0.01F);
  for (const float side : {-1.0F, 1.0F}) {
    brush.fill({-0.2F, 0.42F, 0.2F, 0.62F}, flat(ink),
               [=](float u, float v) { return ellipse(u - side * 0.085F - look, v - 0.53F, 0.026F, 0.036F); });
    brush.fill({-0.25F, 0.36F, 0.25F, 0.52F}, softened(flat(brush.lit(rgb(255, 120, 130))), 0.04F, 0.45F),
               [=](float u, float v) { return circle(u - side * 0.15F, v - 0.45F, 0.03F); });
  }
  brush.fill({-0.1F, 0.36F, 0.1F, 0.48F}, flat(ink),
             [](float u, float v) { return std::max(std::abs(circle(u, v - 0.47F, 0.06F)) - 0.011F, v - 0.45F); });
}

}  // namespace heddle::scenes
