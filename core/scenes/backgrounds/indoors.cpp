// Room and plain backdrop.
#include <array>

#include "scenes/backgrounds/backdrop.h"
#include "scenes/shapes.h"

namespace heddle::scenes {
namespace {

constexpr std::array<Rgb, 4> kWallpapers = {rgb(232, 214, 188), rgb(196, 214, 206), rgb(224, 200, 204),
                                            rgb(204, 206, 226)};

// Rooms stay readable by night: a lamp is on somewhere.
Rgb indoors(Rgb by_day, Light light) {
  switch (light) {
    case Light::dusk: return product(by_day, {0.98F, 0.86F, 0.80F});
    case Light::night: return product(by_day, {0.66F, 0.60F, 0.64F});
    default: return by_day;
  }
}

void paint_window(Canvas& canvas, Light light, float x, float y) {
  const Box box{x - 0.14F, y - 0.17F, x + 0.14F, y + 0.17F};
  const Rgb frame = indoors(rgb(250, 246, 238), light);
  const Sky sky = sky_of(light, {rgb(134, 202, 246), rgb(220, 240, 252)});
  canvas.fill(box, as(Segment::wall, flat(frame)),
              [=](float px, float py) { return rounded_box(px - x, py - y, 0.125F, 0.155F, 0.012F); });
  canvas.fill(box, as(Segment::sky, vertical(sky.top, y - 0.13F, sky.bottom, y + 0.13F)), [=](float px, float py) {
    const float pane = rounded_box(px - x, py - y, 0.105F, 0.135F, 0.006F);
    return std::max(pane, 0.008F - std::min(std::abs(px - x), std::abs(py - y)));
  });
}

void paint_frame(Canvas& canvas, Light light, float x, float y) {
  const Box box{x - 0.1F, y - 0.1F, x + 0.1F, y + 0.1F};
  canvas.fill(box, as(Segment::wall, flat(indoors(rgb(150, 108, 70), light))),
              [=](float px, float py) { return rounded_box(px - x, py - y, 0.085F, 0.07F, 0.008F); });
  canvas.fill(box, flat(indoors(rgb(222, 226, 214), light)),
              [=](float px, float py) { return rounded_box(px - x, py - y, 0.068F, 0.053F, 0.004F); });
  canvas.fill(box, flat(indoors(rgb(150, 176, 158), light)), [=](float px, float py) {
    const float hill =
        std::min(circle(px - x + 0.02F, py - y - 0.07F, 0.06F), circle(px - x - 0.04F, py - y - 0.08F, 0.06F));
    return std::max(hill, rounded_box(px - x, py - y, 0.068F, 0.053F, 0.004F));
  });
}

}  // namespace

void paint_room(Canvas& canvas, Light light, Dice dice) {
  const float floor = dice.between(0.66F, 0.72F);
  const Rgb paper = kWallpapers.at(static_cast<std::size_t>(dice.below(4)));
  const Box all{0, 0, 1, 1};
  canvas.fill(all,
              as(Segment::wall, vertical(indoors(mix(paper, kWhite, 0.25F), light), 0, indoors(paper, light), floor)),
              [](float, float) { return -1.0F; });
  const Paint stripe = softened(flat(indoors(scaled(paper, 0.93F), light)), 0.006F, 0.8F);
  canvas.fill({0, 0, 1, floor}, stripe, [](float px, float) {
    const float place = px * 9.0F;
    return (0.28F - std::abs(place - static_cast<float>(static_cast<int>(place)) - 0.5F)) / 9.0F;
  });
  const float side = dice.sign();
  paint_window(canvas, light, 0.5F + side * dice.between(0.27F, 0.32F), dice.between(0.25F, 0.30F));
  if (dice.chance(0.6F))
    paint_frame(canvas, light, 0.5F - side * dice.between(0.28F, 0.34F), dice.between(0.20F, 0.28F));
  canvas.fill({0, floor - 0.05F, 1, floor}, as(Segment::wall, flat(indoors(rgb(248, 242, 232), light))),
              [=](float, float py) { return std::max(floor - 0.03F - py, py - floor); });
  const auto line = skyline(canvas, {floor, 0.0F, 1.0F}, dice);
  canvas.fill_below(line, as(Segment::ground,
                             vertical(indoors(rgb(196, 146, 98), light), floor, indoors(rgb(164, 112, 70), light), 1)));
  // Boards run towards the viewer from a point on the wall.
  const Paint gap = softened(flat(indoors(rgb(128, 84, 54), light)), 0.004F, 0.45F);
  canvas.fill({0, floor, 1, 1}, gap, [=](float px, float py) {
    const float spread = (py - floor) + 0.35F;
    const float place = (px - 0.5F) / spread * 3.0F + 16.0F;
    return std::abs(place - static_cast<float>(static_cast<int>(place)) - 0.5F) * spread / 3.0F - 0.0015F;
  });
}

void paint_backdrop(Canvas& canvas, Light light, Rgb colour) {
  const Rgb wall = mix(colour, kWhite, 0.42F);
  const Box all{0, 0, 1, 1};
  canvas.fill(all, as(Segment::wall, vertical(wall, 0.1F, mix(wall, colour, 0.25F), 0.8F)),
              [](float, float) { return -1.0F; });
  canvas.fill_below(
      std::vector<float>(canvas.centres().size(), 0.74F),
      as(Segment::ground, softened(vertical(mix(wall, kWhite, 0.22F), 0.7F, mix(wall, colour, 0.35F), 1), 0.16F, 1)));
  if (light != Light::studio) return;
  // A lamp from the upper left.
  canvas.fill(all, softened(flat(kWhite), 0.7F, 0.45F),
              [](float px, float py) { return circle(px - 0.36F, py - 0.34F, 0.2F); });
}

}  // namespace heddle::scenes
