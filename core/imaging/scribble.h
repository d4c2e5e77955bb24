// Scribbles: white strokes on black, from a drawing's lines or from a picture's strongest shapes.
// Used by the node annotate.scribble. Thread rule: pure functions.
// Source: sd-webui-controlnet, preprocessors "scribble_thr" and "scribble_xdog" (Winnemöller 2011, without the
// sharpening).
#pragma once

#include "image/image.h"

namespace heddle::imaging {

enum class LineColour { dark, light };

struct LineScribbleOptions {
  LineColour lines = LineColour::dark;
  int threshold = 127;  // a stroke is what is darker (its darkest colour) or, for light lines, not darker than this
  int thicken = 0;      // pixels added around each stroke
};

// One channel, 0 or 255. Requires: not empty.
[[nodiscard]] image::Image scribble_of_lines(const image::Image& image, const LineScribbleOptions& options);

// Strokes where the picture is darker than its surroundings: twice the difference of Gaussians (sigma 0.5 and 5 pixels)
// is above `threshold` (2..64; less gives more strokes). One channel, 0 or 255. Requires: not empty. The reference
// counts the doubled difference in 8 bits and so leaves holes in the strongest lines; here there are none.
[[nodiscard]] image::Image scribble_of_image(const image::Image& image, int threshold);

}  // namespace heddle::imaging
