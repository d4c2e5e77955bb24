// Forest and city.
#include "scenes/backgrounds/backdrop.h"
#include "scenes/shapes.h"

namespace heddle::scenes {
namespace {

void paint_trunks(Canvas& canvas, Paint bark, int count, float foot, float half, Dice& dice) {
  const float offset = dice.unit();
  for (int i = 0; i < count; ++i) {
    const float slot = (static_cast<float>(i) + offset + dice.between(-0.25F, 0.25F)) / static_cast<float>(count);
    const float x = slot - static_cast<float>(static_cast<int>(slot));
    const float wide = half * dice.between(0.8F, 1.25F);
    const float bend = dice.between(-0.04F, 0.04F);
    canvas.fill({x - 0.14F, 0, x + 0.14F, foot + 0.01F}, bark, [=](float px, float py) {
      const float flare = wide * (1.0F + 6.0F * std::max(py - foot + 0.06F, 0.0F));
      return std::max(std::abs(px - x - bend * (foot - py)) - flare, py - foot);
    });
  }
}

void paint_canopy(Canvas& canvas, Rgb leaf, float y, float swell, Dice& dice) {
  const auto line = skyline(canvas, {y, swell, 2.4F}, dice);
  canvas.fill({0, 0, 1, y + 2.5F * swell}, as(Segment::far, vertical(scaled(leaf, 0.85F), 0, leaf, y + swell)),
              [&](float px, float py) {
                const auto column = static_cast<std::size_t>(clamp01(px) * static_cast<float>(line.size() - 1));
                return py - line[column];
              });
}

void paint_building(Canvas& canvas, Box box, Rgb wall, Rgb window) {
  canvas.fill(box, as(Segment::far, flat(wall)), [=](float px, float py) {
    return std::max(std::max(box.x0 - px, px - box.x1), std::max(box.y0 - py, py - box.y1));
  });
  const float columns = static_cast<float>(static_cast<int>((box.x1 - box.x0) / 0.045F));
  const float pitch = (box.x1 - box.x0) / columns;
  canvas.fill({box.x0, box.y0 + 0.02F, box.x1, box.y1}, softened(flat(window), 0.006F, 0.75F), [=](float px, float py) {
    const float a = (px - box.x0) / pitch;
    const float b = (py - box.y0 - 0.02F) / 0.06F;
    const float u = a - static_cast<float>(static_cast<int>(a)) - 0.5F;
    const float v = b - static_cast<float>(static_cast<int>(b)) - 0.5F;
    return std::max(std::abs(u) * pitch - 0.011F, std::abs(v) * 0.06F - 0.016F);
  });
}

}  // namespace

void paint_forest(Canvas& canvas, Light light, Dice dice) {
  const float horizon = dice.between(0.58F, 0.64F);
  paint_sky(canvas, sky_of(light, {rgb(168, 206, 178), rgb(222, 238, 196)}), horizon);
  paint_trunks(canvas, as(Segment::far, flat(grounded(rgb(140, 150, 116), light))), 6, horizon + 0.01F, 0.014F, dice);
  paint_canopy(canvas, grounded(rgb(112, 160, 100), light), 0.24F, 0.03F, dice);
  const auto field = skyline(canvas, {horizon, 0.02F, 0.9F}, dice);
  canvas.fill_below(field, as(Segment::ground, vertical(grounded(rgb(126, 150, 76), light), horizon,
                                                        grounded(rgb(84, 104, 50), light), 1)));
  paint_trunks(canvas, as(Segment::far, flat(grounded(rgb(96, 76, 56), light))), 3, horizon + 0.06F, 0.032F, dice);
  paint_canopy(canvas, grounded(rgb(58, 112, 62), light), 0.12F, 0.035F, dice);
}

void paint_city(Canvas& canvas, Light light, Dice dice) {
  const float street = dice.between(0.66F, 0.70F);
  paint_sky(canvas, sky_of(light, {rgb(150, 190, 226), rgb(226, 232, 238)}), street);
  paint_clouds(canvas, light, 0.2F, dice);
  const Rgb window = light == Light::night || light == Light::dusk ? rgb(255, 222, 136) : rgb(206, 224, 236);
  for (const bool far : {true, false}) {
    const Rgb wall = grounded(far ? rgb(164, 174, 194) : rgb(126, 134, 158), light);
    float x = -dice.between(0.0F, 0.1F);
    while (x < 1.0F) {
      const float wide = dice.between(0.13F, 0.22F);
      const float top = far ? dice.between(0.16F, 0.36F) : dice.between(0.34F, 0.54F);
      if (far || dice.chance(0.7F)) {
        paint_building(canvas, {x, top, x + wide, street + 0.01F}, scaled(wall, dice.between(0.92F, 1.06F)), window);
      }
      x += wide + (far ? 0.0F : 0.03F);
    }
  }
  const auto kerb = skyline(canvas, {street, 0.0F, 1.0F}, dice);
  canvas.fill_below(kerb, as(Segment::ground, vertical(grounded(rgb(196, 194, 190), light), street,
                                                       grounded(rgb(178, 176, 174), light), street + 0.1F)));
  const auto road = skyline(canvas, {street + 0.075F, 0.0F, 1.0F}, dice);
  canvas.fill_below(road, as(Segment::ground, vertical(grounded(rgb(116, 118, 130), light), street,
                                                       grounded(rgb(92, 94, 106), light), 1)));
  canvas.fill({0, 0.90F, 1, 1}, softened(flat(grounded(rgb(236, 232, 214), light)), 0.006F, 0.7F),
              [](float px, float py) {
                const float place = px * 4.0F;
                const float dash = (std::abs(place - static_cast<float>(static_cast<int>(place)) - 0.5F) - 0.3F) / 4.0F;
                return std::max(dash, std::abs(py - 0.955F) - 0.008F);
              });
}

}  // namespace heddle::scenes
