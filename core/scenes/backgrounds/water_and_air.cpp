// Sea, beach, night sky.
#include "scenes/backgrounds/backdrop.h"
#include "scenes/shapes.h"

namespace heddle::scenes {
namespace {

// Short light strokes on the water, smaller towards the horizon.
void paint_waves(Canvas& canvas, Rgb colour, Box where, Dice& dice) {
  for (int i = 0; i < 9; ++i) {
    const float y = dice.between(where.y0 + 0.02F, where.y1 - 0.02F);
    const float near = (y - where.y0) / (1.0F - where.y0);
    const float x = dice.unit();
    const float half = 0.03F + 0.07F * near;
    const float bend = 0.008F + 0.012F * near;
    canvas.fill({x - half, y - 0.03F, x + half, y + 0.03F}, softened(flat(colour), 0.008F, 0.7F),
                [=](float px, float py) {
                  const float t = (px - x) / half;
                  return std::abs(py - y + bend * (1.0F - t * t)) - (0.002F + 0.006F * near) * (1.0F - t * t);
                });
  }
}

}  // namespace

void paint_sea(Canvas& canvas, Light light, Dice dice) {
  const float horizon = dice.between(0.40F, 0.48F);
  paint_sky(canvas, sky_of(light, {rgb(124, 196, 240), rgb(224, 242, 250)}), horizon);
  if (light == Light::night) paint_stars(canvas, 10, horizon - 0.08F, dice);
  paint_clouds(canvas, light, horizon - 0.12F, dice);
  const auto line = skyline(canvas, {horizon, 0.0F, 1.0F}, dice);
  canvas.fill_below(line, as(Segment::water, vertical(grounded(rgb(70, 172, 196), light), horizon,
                                                      grounded(rgb(20, 108, 152), light), 1)));
  const auto swell = skyline(canvas, {0.5F * (horizon + 1.0F) - 0.06F, 0.008F, 2.6F}, dice);
  canvas.fill_below(swell, softened(flat(grounded(rgb(24, 124, 164), light)), 0.012F, 0.4F));
  paint_waves(canvas, grounded(rgb(176, 228, 236), light), {0, horizon, 1, 1}, dice);
}

void paint_beach(Canvas& canvas, Light light, Dice dice) {
  const float horizon = dice.between(0.36F, 0.42F);
  const float shore = dice.between(0.57F, 0.63F);
  paint_sky(canvas, sky_of(light, {rgb(104, 194, 246), rgb(212, 240, 252)}), horizon);
  if (light == Light::night) paint_stars(canvas, 10, horizon - 0.08F, dice);
  paint_clouds(canvas, light, horizon - 0.10F, dice);
  const auto line = skyline(canvas, {horizon, 0.0F, 1.0F}, dice);
  canvas.fill_below(line, as(Segment::water, vertical(grounded(rgb(40, 150, 196), light), horizon,
                                                      grounded(rgb(112, 214, 214), light), shore)));
  paint_waves(canvas, grounded(rgb(206, 240, 242), light), {0, horizon, 1, shore}, dice);
  auto edge = skyline(canvas, {shore, 0.018F, 1.3F}, dice);
  for (float& y : edge) y -= 0.022F;
  canvas.fill_below(edge, softened(flat(grounded(rgb(250, 253, 252), light)), 0.008F, 1.0F));
  for (float& y : edge) y += 0.022F;
  canvas.fill_below(edge, as(Segment::ground, vertical(grounded(rgb(232, 208, 160), light), shore - 0.02F,
                                                       grounded(rgb(252, 234, 190), light), shore + 0.10F)));
}

void paint_night_sky(Canvas& canvas, Light, Dice dice) {
  const float clouds = dice.between(0.76F, 0.80F);
  paint_sky(canvas, {rgb(10, 8, 40), rgb(62, 36, 110)}, clouds);
  paint_stars(canvas, 24, clouds, dice);
  const auto bank = [&](float y, Rgb top, Rgb bottom) {
    const float phase = dice.between(0.0F, 0.2F);
    const float step = dice.between(0.17F, 0.21F);
    canvas.fill({0, y - 0.1F, 1, 1},
                as(Segment::cloud, softened(vertical(top, y - 0.06F, bottom, y + 0.16F), 0.012F, 1.0F)),
                [=](float px, float py) {
                  const float shifted = px + phase;
                  const float cell = (static_cast<float>(static_cast<int>(shifted / step)) + 0.5F) * step;
                  return std::min(circle(shifted - cell, py - y - 0.06F, 0.6F * step), y + 0.06F - py);
                });
  };
  bank(clouds, rgb(104, 92, 164), rgb(80, 66, 140));
  bank(clouds + 0.09F, rgb(146, 134, 200), rgb(98, 86, 160));
}

}  // namespace heddle::scenes
