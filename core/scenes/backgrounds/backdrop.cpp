#include "scenes/backgrounds/backdrop.h"

#include <algorithm>
#include <cmath>

#include "scenes/shapes.h"

namespace heddle::scenes {

Sky sky_of(Light light, Sky by_day) {
  switch (light) {
    case Light::day: return by_day;
    case Light::dusk: return {rgb(124, 104, 168), rgb(255, 186, 138)};
    case Light::night: return {rgb(18, 24, 66), rgb(58, 70, 124)};
    case Light::fog: return {rgb(186, 194, 202), rgb(214, 219, 223)};
    case Light::studio: return by_day;
  }
  return by_day;
}

void paint_sky(Canvas& canvas, Sky sky, float horizon) {
  canvas.fill({0, 0, 1, 1}, as(Segment::sky, vertical(sky.top, 0, sky.bottom, horizon)),
              [](float, float) { return -1.0F; });
}

Rgb grounded(Rgb by_day, Light light) {
  switch (light) {
    case Light::day: return by_day;
    case Light::dusk: return mix(product(by_day, {0.94F, 0.80F, 0.80F}), rgb(150, 84, 110), 0.10F);
    case Light::night: return mix(product(by_day, {0.58F, 0.57F, 0.68F}), rgb(36, 44, 96), 0.13F);
    case Light::fog: return mix(by_day, kFog, 0.42F);
    case Light::studio: return by_day;
  }
  return by_day;
}

std::vector<float> skyline(const Canvas& canvas, const Roll& roll, Dice& dice) {
  constexpr float kTau = 6.2831853F;
  const float phase = dice.between(0, kTau);
  const float second = dice.between(0, kTau);
  std::vector<float> line(canvas.centres().size());
  for (std::size_t i = 0; i < line.size(); ++i) {
    const float x = canvas.centres()[i] * kTau * roll.waves;
    line[i] = roll.y + roll.swell * (0.7F * std::sin(x + phase) + 0.3F * std::sin(2.1F * x + second));
  }
  return line;
}

void paint_clouds(Canvas& canvas, Light light, float lowest, Dice& dice) {
  const int count = dice.below(3);
  Rgb colour = kWhite;
  if (light == Light::dusk) colour = rgb(255, 206, 186);
  if (light == Light::night) colour = rgb(84, 96, 150);
  if (light == Light::fog) colour = rgb(226, 230, 234);
  for (int i = 0; i < count; ++i) {
    const float x = dice.between(0.05F, 0.95F);
    const float y = dice.between(0.08F, lowest);
    const float r = dice.between(0.045F, 0.075F);
    const Paint puff = softened(vertical(colour, y - r, mix(colour, rgb(200, 214, 240), 0.25F), y + r), 0.03F, 0.75F);
    canvas.fill({x - 3.2F * r, y - 1.6F * r, x + 3.2F * r, y + r}, puff, [=](float px, float py) {
      const float middle = circle(px - x, py - y + 0.35F * r, r);
      const float left = circle(px - x + 1.1F * r, py - y, 0.62F * r);
      const float right = circle(px - x - 1.15F * r, py - y, 0.7F * r);
      const float foot = ellipse(px - x, py - y - 0.25F * r, 2.1F * r, 0.4F * r);
      return smooth_min(smooth_min(middle, foot, 0.5F * r), std::min(left, right), 0.4F * r);
    });
  }
}

void paint_stars(Canvas& canvas, int count, float lowest, Dice& dice) {
  for (int i = 0; i < count; ++i) {
    const float x = dice.unit();
    const float y = dice.between(0.02F, lowest);
    const float r = dice.between(0.005F, 0.010F);
    const Paint glow = softened(flat(rgb(250, 244, 214)), 0.008F, dice.between(0.6F, 1.0F));
    canvas.fill({x - 0.02F, y - 0.02F, x + 0.02F, y + 0.02F}, glow,
                [=](float px, float py) { return circle(px - x, py - y, r); });
  }
}

}  // namespace heddle::scenes
