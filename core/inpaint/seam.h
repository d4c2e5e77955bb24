// The edge of what was made new: how far its colours step, and a match of its colours to what stays. Used by job.
// Thread rule: pure functions.
#pragma once

#include "image/image.h"

namespace heddle::inpaint {

// The mean colour difference (CIE76) of neighbours across the edge of `mask` at one half: 0 without an edge. Requires:
// both of one size.
[[nodiscard]] double colour_step(const image::Image& image, const image::Image& mask);

// `made` with mean and spread of its colours brought to those of `original` (Reinhard et al. 2001, in L*a*b*), both
// measured where `mask` is 0, since there both show the same thing. Unchanged where the mask is 0 nowhere. RGB, all of
// one size.
[[nodiscard]] image::Image colour_matched(const image::Image& made, const image::Image& original,
                                          const image::Image& mask);

}  // namespace heddle::inpaint
