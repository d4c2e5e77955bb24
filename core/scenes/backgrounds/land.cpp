// Meadow, desert, snow.
#include "scenes/backgrounds/backdrop.h"
#include "scenes/shapes.h"

namespace heddle::scenes {

void paint_meadow(Canvas& canvas, Light light, Dice dice) {
  const float horizon = dice.between(0.50F, 0.58F);
  paint_sky(canvas, sky_of(light, {rgb(112, 186, 240), rgb(206, 234, 250)}), horizon);
  if (light == Light::night) paint_stars(canvas, 10, horizon - 0.1F, dice);
  paint_clouds(canvas, light, horizon - 0.18F, dice);
  const auto hills = skyline(canvas, {horizon - 0.03F, 0.045F, 0.9F}, dice);
  canvas.fill_below(hills, as(Segment::far, vertical(grounded(rgb(150, 204, 128), light), horizon - 0.08F,
                                                     grounded(rgb(128, 188, 104), light), horizon + 0.1F)));
  const auto field = skyline(canvas, {horizon + 0.05F, 0.018F, 0.7F}, dice);
  canvas.fill_below(field, as(Segment::ground, vertical(grounded(rgb(150, 208, 92), light), horizon,
                                                        grounded(rgb(96, 168, 62), light), 1)));
  const Paint blade = flat(grounded(rgb(74, 142, 52), light));
  for (int i = 0; i < 7; ++i) {
    const float x = dice.unit();
    const float y = dice.between(horizon + 0.16F, 0.98F);
    const float h = 0.02F + 0.03F * (y - horizon);
    canvas.fill({x - h, y - h, x + h, y + 0.01F}, blade, [=](float px, float py) {
      const float left = capsule(px, py, x, y, x - 0.55F * h, y - 0.8F * h, 0.003F);
      const float right = capsule(px, py, x, y, x + 0.5F * h, y - 0.75F * h, 0.003F);
      return std::min(std::min(left, right), capsule(px, py, x, y, x, y - h, 0.003F));
    });
  }
}

void paint_desert(Canvas& canvas, Light light, Dice dice) {
  const float horizon = dice.between(0.52F, 0.60F);
  paint_sky(canvas, sky_of(light, {rgb(146, 206, 222), rgb(252, 236, 196)}), horizon);
  if (light == Light::night) paint_stars(canvas, 14, horizon - 0.1F, dice);
  const auto far = skyline(canvas, {horizon - 0.02F, 0.05F, 1.1F}, dice);
  canvas.fill_below(far, as(Segment::far, vertical(grounded(rgb(222, 172, 122), light), horizon - 0.08F,
                                                   grounded(rgb(206, 148, 100), light), horizon + 0.1F)));
  // One saguaro far away, small and pale, so that it does not compete with the object.
  const float x = dice.chance(0.5F) ? dice.between(0.05F, 0.15F) : dice.between(0.85F, 0.95F);
  const float y = horizon + 0.06F;
  const Paint green = as(Segment::far, flat(grounded(rgb(112, 146, 98), light)));
  canvas.fill({x - 0.07F, y - 0.18F, x + 0.07F, y + 0.03F}, green, [=](float px, float py) {
    const float trunk = capsule(px, py, x, y, x, y - 0.15F, 0.017F);
    const float left = std::min(capsule(px, py, x, y - 0.06F, x - 0.04F, y - 0.06F, 0.010F),
                                capsule(px, py, x - 0.04F, y - 0.06F, x - 0.04F, y - 0.10F, 0.010F));
    const float right = std::min(capsule(px, py, x, y - 0.045F, x + 0.04F, y - 0.045F, 0.010F),
                                 capsule(px, py, x + 0.04F, y - 0.045F, x + 0.04F, y - 0.12F, 0.010F));
    return std::min(trunk, std::min(left, right));
  });
  const auto dune = skyline(canvas, {horizon + 0.06F, 0.035F, 0.8F}, dice);
  canvas.fill_below(dune, as(Segment::ground, vertical(grounded(rgb(240, 194, 132), light), horizon,
                                                       grounded(rgb(214, 152, 92), light), 1)));
  const auto near = skyline(canvas, {0.90F, 0.03F, 0.7F}, dice);
  canvas.fill_below(
      near, softened(vertical(grounded(rgb(232, 180, 116), light), 0.86F, grounded(rgb(206, 142, 84), light), 1), 0.02F,
                     0.8F));
}

void paint_snow(Canvas& canvas, Light light, Dice dice) {
  const float horizon = dice.between(0.50F, 0.58F);
  paint_sky(canvas, sky_of(light, {rgb(168, 190, 216), rgb(222, 230, 240)}), horizon);
  const auto far = skyline(canvas, {horizon - 0.04F, 0.04F, 1.0F}, dice);
  canvas.fill_below(far, as(Segment::far, vertical(grounded(rgb(206, 220, 238), light), horizon - 0.08F,
                                                   grounded(rgb(190, 208, 232), light), horizon + 0.1F)));
  const Paint firs = as(Segment::far, flat(grounded(rgb(136, 164, 178), light)));
  for (int i = 0; i < 5; ++i) {
    const float x = dice.unit();
    const float y = horizon + 0.05F;
    const float h = dice.between(0.08F, 0.13F);
    canvas.fill({x - 0.06F, y - h - 0.01F, x + 0.06F, y}, firs, [=](float px, float py) {
      return triangle(px - x, y - py, {-0.42F * h, 0, 0.42F * h, 0, 0, h}, 0.02F);
    });
  }
  const auto field = skyline(canvas, {horizon + 0.04F, 0.022F, 0.7F}, dice);
  canvas.fill_below(field, as(Segment::ground, vertical(grounded(rgb(240, 246, 254), light), horizon,
                                                        grounded(rgb(204, 220, 242), light), 1)));
  for (int i = 0; i < 16; ++i) {
    const float x = dice.unit();
    const float y = dice.between(0.02F, horizon);
    const float r = dice.between(0.005F, 0.010F);
    canvas.fill({x - 0.03F, y - 0.03F, x + 0.03F, y + 0.03F}, softened(flat(rgb(252, 253, 255)), 0.010F, 0.85F),
                [=](float px, float py) { return circle(px - x, py - y, r); });
  }
}

}  // namespace heddle::scenes
