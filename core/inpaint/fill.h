// What fills a hole before it is made new: the start of a run with less than full strength. Used by job and the
// window. Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "image/image.h"

namespace heddle::inpaint {

enum class Fill {
  unchanged,  // what is there
  neutral,    // middle grey
  blur,       // the surroundings, ever coarser towards the middle (push-pull, Gortler et al. 1996)
  border,     // the colour of the nearest pixel outside
  telea,      // lines of the surroundings continue into the hole (Telea 2004)
  noise       // each pixel a colour by lot
};

// In the order of the enum: "unchanged", "neutral", …
[[nodiscard]] const std::vector<std::string>& fill_names();
[[nodiscard]] std::optional<Fill> fill_named(std::string_view name);

// RGB of `image` with new colours where `hole` is above 0; every other pixel is its own. Where nothing is outside the
// hole, blur, border and telea are neutral. Requires: both of one size, not empty.
[[nodiscard]] image::Image filled(const image::Image& image, const image::Image& hole, Fill fill, std::uint64_t seed);

}  // namespace heddle::inpaint
