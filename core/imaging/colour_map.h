// A colour map: the picture as large squares of its mean colours, which T2I-Adapter's colour adapter takes.
// Used by the node annotate.colour_map. Thread rule: pure function. Source: TencentARC/T2I-Adapter, get_cond_color.
#pragma once

#include "image/image.h"

namespace heddle::imaging {

inline constexpr int kColourSquare = 64;  // what the adapter was trained on

// RGB, of the picture's size: cubic down by `square` (sides rounded down, at least 1), nearest up again.
// Requires: not empty, square >= 1.
[[nodiscard]] image::Image colour_map(const image::Image& image, int square = kColourSquare);

}  // namespace heddle::imaging
