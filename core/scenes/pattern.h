// Pattern: a second colour on surfaces of an object's colour, in the object's own coordinates. Used by canvas.cpp. Pure
// functions.
#pragma once

#include <cstdint>
#include <span>

#include "scenes/colour.h"
#include "scenes/scene_set.h"

namespace heddle::scenes {

struct Pattern {
  Surface surface = Surface::plain;
  Rgb second;
  float x = 0;  // picture coordinates of the object's origin
  float base = 0;
  float across = 1;  // objects' units in a picture unit, to the right (negative if mirrored) and upwards
  float up = 1;
  float tilt = 0;  // of stripes: 0 is level, 1 rises at 45 degrees
  std::uint64_t seed = 0;
};

// The share of the second colour at each x of the row at y. pixel is the size of one, in picture units.
void weigh(const Pattern& pattern, float y, std::span<const float> x, float pixel, std::span<float> weights);

// What goes with a colour: paler, or for a pale colour a darker one of its kind.
[[nodiscard]] Rgb second_of(Surface surface, Rgb colour);

}  // namespace heddle::scenes
