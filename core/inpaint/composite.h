// Pastes what was made over the original by a soft mask, and counts what changed. Used by job and the window. Thread
// rule: pure functions.
#pragma once

#include <cstdint>

#include "image/image.h"
#include "inpaint/work_area.h"

namespace heddle::inpaint {

// The original, and where `alpha` (of its size) is above 0 inside the box so much of `made` (of the box's size). Where
// it is 0, the original's bits, its alpha channel included. A grey original becomes RGB.
[[nodiscard]] image::Image composite(const image::Image& original, const image::Image& made, const image::Image& alpha,
                                     const Box& box);

struct ChangeCount {
  std::int64_t outside = 0, outside_changed = 0;  // pixels where alpha is 0, and those of them that differ
  std::int64_t inside = 0, inside_changed = 0;    // the same where it is above 0
};

// Compares pixel by pixel, all channels. Requires: all of one size.
[[nodiscard]] ChangeCount count_changes(const image::Image& original, const image::Image& result,
                                        const image::Image& alpha);

}  // namespace heddle::inpaint
