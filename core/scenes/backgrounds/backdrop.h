// Parts that several backgrounds share: skies, clouds, stars, rolling ground. Used by backgrounds/ alone. Free
// functions; one canvas belongs to one thread.
#pragma once

#include <vector>

#include "scenes/backgrounds.h"
#include "scenes/canvas.h"
#include "scenes/random.h"

namespace heddle::scenes {

struct Sky {
  Rgb top;
  Rgb bottom;
};
// By day the background's own sky, at dusk and at night the same for all, down to the horizon.
[[nodiscard]] Sky sky_of(Light light, Sky by_day);
void paint_sky(Canvas& canvas, Sky sky, float horizon);

// A ground colour under a light, kept readable: night is blue, not black.
[[nodiscard]] Rgb grounded(Rgb by_day, Light light);

// Heights of a gently rolling line, one for each pixel column: y is its middle, swell its rise and fall.
struct Roll {
  float y = 0.5F;
  float swell = 0.02F;
  float waves = 1.2F;  // how many crests across the picture
};
[[nodiscard]] std::vector<float> skyline(const Canvas& canvas, const Roll& roll, Dice& dice);

void paint_clouds(Canvas& canvas, Light light, float lowest, Dice& dice);
void paint_stars(Canvas& canvas, int count, float lowest, Dice& dice);

}  // namespace heddle::scenes
