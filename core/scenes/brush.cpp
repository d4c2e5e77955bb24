#include "scenes/brush.h"

#include <algorithm>

#include "scenes/random.h"

namespace heddle::scenes {
namespace {

constexpr float kRim = 0.30F;
constexpr float kRelief = 0.10F;  // how round objects are for the map of normals, where a painter does not say
constexpr float kRimWidth = 0.055F;

}  // namespace

Shading shading_of(Rgb colour, Rgb air) {
  // Shadows lean to blue, lights to warm white, as a painter mixes them.
  const Rgb dark = mix(scaled(colour, 0.83F), rgb(60, 50, 110), 0.08F);
  const Rgb light = mix(colour, rgb(255, 250, 235), 0.20F);
  return {product(colour, air), product(light, air), product(dark, air), air};
}

Brush::Brush(Canvas& canvas, const Item& item, const Shading& shading)
    : canvas_(&canvas),
      item_(&item),
      x_(item.x),
      base_(item.base),
      scale_(item.scale),
      side_(item.mirrored ? -1.0F : 1.0F),
      shading_(shading) {
  if (item.surface == Surface::plain) return;
  Dice dice(item.nuisance, /*stream=*/6);
  pattern_.surface = item.surface;
  pattern_.second = product(second_of(item.surface, rgb_of(item.colour)), shading.air);
  pattern_.x = item.x;
  pattern_.base = item.base;
  pattern_.up = 1.0F / item.scale;
  pattern_.across = side_ * pattern_.up;
  pattern_.tilt = static_cast<float>(dice.below(3) - 1) * 0.8F;
  pattern_.seed = dice.next();
}

Paint Brush::shaded(const Area& area, Rgb light, Rgb dark) const {
  const float width = area.u1 - area.u0;
  const float height = area.v1 - area.v0;
  Paint paint;
  paint.from = light;
  paint.to = dark;
  paint.ax = 0.42F / width * side_;
  paint.ay = -0.58F / height;
  paint.offset = 0.21F - 0.21F * side_ * (area.u0 + area.u1) / width + 0.58F * area.v1 / height;
  paint.rim = kRim;
  paint.rim_width = kRimWidth;
  return paint;
}

Paint Brush::upright(float v_low, float v_high, Rgb low, Rgb high) const {
  Paint paint;
  paint.from = low;
  paint.to = high;
  paint.ay = 1.0F / (v_high - v_low);
  paint.offset = -v_low * paint.ay;
  paint.rim = kRim;
  paint.rim_width = kRimWidth;
  return paint;
}

Box Brush::box_of(const Area& area, const Paint& paint) const {
  const float xa = x_ + side_ * scale_ * area.u0;
  const float xb = x_ + side_ * scale_ * area.u1;
  const float margin = paint.soft * scale_;
  return {std::min(xa, xb) - margin, base_ - scale_ * area.v1 - margin, std::max(xa, xb) + margin,
          base_ - scale_ * area.v0 + margin};
}

Paint Brush::placed(Paint paint) const {
  const float inverse = 1.0F / scale_;
  const float ax = paint.ax * side_ * inverse;
  const float ay = -paint.ay * inverse;
  paint.offset -= ax * x_ + ay * base_;
  paint.ax = ax;
  paint.ay = ay;
  if (paint.segment == Segment::none && paint.soft == 0 && paint.opacity == 1) paint.segment = Segment::detail;
  if (paint.relief == 0 && paint.face_x == 0 && paint.face_y == 0) paint.relief = kRelief;
  if (paint.segment == Segment::coloured) paint.pattern = pattern_;
  paint.relief *= scale_;
  paint.rim_width *= scale_;
  paint.soft *= scale_;
  return paint;
}

}  // namespace heddle::scenes
