#include "scenes/render.h"

#include <cassert>
#include <utility>
#include <vector>

#include "scenes/brush.h"
#include "scenes/settings.h"
#include "scenes/shapes.h"
#include "scenes/things.h"

namespace heddle::scenes {
namespace {

// What lies under a thing before it is drawn: a soft shadow, flatter and paler under what hovers.
void paint_shadow(Canvas& canvas, const Item& item, Light light) {
  const bool hovers = item.thing == Thing::star || item.thing == Thing::fish;
  const float y = hovers ? 0.90F : item.base - 0.005F;
  const float half = footprint_of(item.thing) * item.scale * (hovers ? 0.8F : 1.05F);
  const float x = item.x + (hovers ? 0.0F : 0.10F * item.scale);
  const float strength = (hovers ? 0.28F : 0.42F) * (light == Light::night ? 1.2F : 1.0F);
  const Paint shade = softened(flat(rgb(28, 26, 62)), 0.05F, strength);
  canvas.fill({x - half - 0.05F, y - 0.12F, x + half + 0.05F, y + 0.12F}, shade,
              [=](float px, float py) { return ellipse(px - x, py - y, half, 0.035F); });
}

void paint_ripple(Canvas& canvas, const Item& item, Light light) {
  if (item.thing == Thing::star) return;
  const float half = footprint_of(item.thing) * item.scale * 1.15F;
  const Rgb foam = light == Light::night ? rgb(120, 150, 190) : rgb(214, 240, 244);
  const float x = item.x;
  const float y = item.base - 0.012F;
  const Box box{x - half - 0.06F, y - 0.08F, x + half + 0.06F, y + 0.08F};
  canvas.fill(box, softened(flat(rgb(10, 60, 96)), 0.03F, 0.45F),
              [=](float px, float py) { return ellipse(px - x, py - y, half, 0.042F); });
  canvas.fill(box, softened(flat(foam), 0.010F, 0.8F),
              [=](float px, float py) { return std::abs(ellipse(px - x, py - y, half, 0.044F)) - 0.005F; });
}

void paint_footing(Canvas& canvas, const Item& item, const Scene& scene) {
  switch (footing_of(scene.setting)) {
    case Footing::shadow:
      return paint_shadow(canvas, item, scene.light);
    case Footing::ripple:
      return paint_ripple(canvas, item, scene.light);
    case Footing::cloud:
      if (item.thing != Thing::star) paint_shadow(canvas, item, scene.light);
      return;
  }
}

void paint_scene(Canvas& canvas, const Scene& scene) {
  painter_of(scene.setting)(canvas, scene.light, Dice(scene.nuisance, /*stream=*/2));
  for (const Item& item : scene.items) {
    paint_footing(canvas, item, scene);
    Brush brush(canvas, item, dye_of(rgb_of(item.colour), air_of(scene.light)));
    painter_of(item.thing)(brush, Dice(item.nuisance, /*stream=*/3));
  }
}

}  // namespace

void render_rgb_into(const Scene& scene, int size, std::span<std::uint8_t> rgb) {
  assert(size >= 16 && size <= 4096);
  assert(rgb.size() == static_cast<std::size_t>(size) * static_cast<std::size_t>(size) * 3);
  Canvas canvas(size);
  paint_scene(canvas, scene);
  canvas.finish(scene.nuisance, rgb);
}

Rendering render(const Scene& scene, int size) {
  std::vector<std::uint8_t> rgb(static_cast<std::size_t>(size) * static_cast<std::size_t>(size) * 3);
  render_rgb_into(scene, size, rgb);
  return {image::Image(size, size, 3, std::move(rgb))};
}

}  // namespace heddle::scenes
