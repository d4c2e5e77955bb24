#include "scenes/render.h"

#include <cassert>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "scenes/backgrounds.h"
#include "scenes/brush.h"
#include "scenes/map_recorder.h"
#include "scenes/objects.h"
#include "scenes/shapes.h"
#include "scenes/style.h"

namespace heddle::scenes {
namespace {

// What is under an object before it is drawn: a soft shadow, flatter and paler under what hovers.
void paint_shadow(Canvas& canvas, const Item& item, Light light) {
  const bool hovers = item.hovering;
  const float y = hovers ? 0.90F : item.base - 0.005F;
  const float half = footprint_of(item.object) * item.scale * (hovers ? 0.8F : 1.05F);
  const float x = item.x + (hovers ? 0.0F : 0.10F * item.scale);
  const float strength = (hovers ? 0.28F : 0.42F) * (light == Light::night ? 1.2F : 1.0F);
  const Paint shade = softened(flat(rgb(28, 26, 62)), 0.05F, strength);
  canvas.fill({x - half - 0.05F, y - 0.12F, x + half + 0.05F, y + 0.12F}, shade,
              [=](float px, float py) { return ellipse(px - x, py - y, half, 0.035F); });
}

void paint_ripple(Canvas& canvas, const Item& item, Light light) {
  // A fish is in the water, unless it flies high above it; other objects that hover do not touch it.
  if (item.hovering && (item.object != Object::fish || item.base < 0.6F)) return;
  const float half = footprint_of(item.object) * item.scale * 1.15F;
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
  const bool carried = scene.relation == Relation::on || scene.relation == Relation::above;
  if (carried && &item == &scene.items.front()) return;
  switch (footing_of(scene.background)) {
    case Footing::shadow: return paint_shadow(canvas, item, scene.light);
    case Footing::ripple: return paint_ripple(canvas, item, scene.light);
    case Footing::cloud:
      if (!item.hovering || item.object == Object::fish) paint_shadow(canvas, item, scene.light);
      return;
  }
}

void paint_background(Canvas& canvas, const Scene& scene) {
  if (scene.background == Background::backdrop) return paint_backdrop(canvas, scene.light, rgb_of(scene.backdrop));
  painter_of(scene.background)(canvas, scene.light, Dice(scene.nuisance, /*stream=*/2));
  if (scene.light != Light::fog) return;
  // A veil, thickest at eye level.
  canvas.fill({0, 0.2F, 1, 0.85F}, softened(flat(kFog), 0.5F, 0.75F),
              [](float, float y) { return std::abs(y - 0.52F) - 0.06F; });
}

// The colour as the air lets it through: paler in fog, and black is never blacker than the night.
Shading seen(Colour colour, Light light) {
  Rgb named = rgb_of(colour);
  if (light == Light::fog) named = mix(named, kFog, 0.14F);
  if (light == Light::night && colour == Colour::black) named = mix(named, rgb(130, 134, 160), 0.16F);
  return shading_of(named, air_of(light));
}

void paint_item(Canvas& canvas, const Scene& scene, std::size_t i, MapRecorder* recorder) {
  const Item& item = scene.items[i];
  paint_footing(canvas, item, scene);
  if (recorder != nullptr) recorder->begin_item(static_cast<int>(i), item.object, nearness_of(item.base));
  Brush brush(canvas, item, seen(item.colour, scene.light));
  painter_of(item.object)(brush, Dice(item.nuisance, /*stream=*/3));
}

void paint_scene(Canvas& canvas, const Scene& scene, MapRecorder* recorder) {
  paint_background(canvas, scene);
  if (scene.items.size() == 2 && scene.relation != Relation::behind) {
    paint_item(canvas, scene, 1, recorder);
    paint_item(canvas, scene, 0, recorder);
  } else {
    for (std::size_t i = 0; i < scene.items.size(); ++i) paint_item(canvas, scene, i, recorder);
  }
  if (scene.style != Style::base) restyle(scene.style, canvas.sheet(), scene.nuisance);
}

void collect(const MapRecorder& recorder, const MapSet& wanted, std::size_t items, Rendering& out) {
  if (wanted.edges) out.edges = recorder.edges();
  if (wanted.depth) out.depth = recorder.depth();
  if (wanted.normals) out.normals = recorder.normals();
  if (wanted.segmentation) out.segmentation = recorder.labels();
  for (std::size_t i = 0; wanted.masks && i < items; ++i) {
    out.masks.push_back(recorder.mask(static_cast<int>(i)));
    out.colour_masks.push_back(recorder.colour_mask(static_cast<int>(i)));
  }
}

// Draws with a recorder, for maps and for styles that draw lines. The picture goes to rgb.
Rendering paint_recorded(const Scene& scene, int size, const MapSet& wanted, std::span<std::uint8_t> rgb) {
  Rendering out;
  MapRecorder recorder(size, static_cast<int>(scene.items.size()));
  Canvas canvas(size, &recorder);
  paint_scene(canvas, scene, &recorder);
  canvas.finish(scene.nuisance, rgb);
  collect(recorder, wanted, scene.items.size(), out);
  return out;
}

std::size_t bytes_of(int size) { return static_cast<std::size_t>(size) * static_cast<std::size_t>(size) * 3; }

}  // namespace

void render_rgb_into(const Scene& scene, int size, std::span<std::uint8_t> rgb) {
  assert(size >= 16 && size <= 4096);
  assert(rgb.size() == bytes_of(size));
  if (scene.style != Style::base) {
    paint_recorded(scene, size, MapSet::none(), rgb);
    return;
  }
  Canvas canvas(size);
  paint_scene(canvas, scene, nullptr);
  canvas.finish(scene.nuisance, rgb);
}

Rendering render(const Scene& scene, int size, const MapSet& wanted) {
  assert(size >= 16 && size <= 4096);
  Rendering out;
  std::vector<std::uint8_t> rgb(bytes_of(size));
  if (wanted.edges || wanted.depth || wanted.normals || wanted.segmentation || wanted.masks) {
    out = paint_recorded(scene, size, wanted, rgb);
  } else {
    render_rgb_into(scene, size, rgb);
  }
  out.image = image::Image(size, size, 3, std::move(rgb));
  return out;
}

Rgb segment_rgb(int label) {
  // Steps of the golden angle around the hue circle, in three lightnesses.
  const float hue = static_cast<float>(label) * 0.618034F * 6.0F;
  const auto wave = [&](float shift) {
    const float place = hue + shift - 6.0F * static_cast<float>(static_cast<int>((hue + shift) / 6.0F));
    return clamp01(std::abs(place - 3.0F) - 1.0F);
  };
  const float lightness = 0.55F + 0.2F * static_cast<float>(label % 3);
  return mix(kBlack, mix(kWhite, {wave(0), wave(4), wave(2)}, 0.8F), lightness);
}

}  // namespace heddle::scenes
