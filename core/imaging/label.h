// A line of words in a strip above an image: for contact sheets that say what each picture is. Used by `heddle
// compare`. Pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "image/image.h"

namespace heddle::imaging {

struct LabelLook {
  std::array<std::uint8_t, 3> ground = {25, 25, 25};  // RGB of the strip
  std::array<std::uint8_t, 3> ink = {214, 214, 214};  // and of the words
};

// The strokes are Hershey's, which have ASCII alone.
[[nodiscard]] bool is_drawable(const std::string& words);

// The image in RGB under a strip with the words, which are cut at its end where they are too long. Requires: not empty.
[[nodiscard]] image::Image with_label(const image::Image& image, const std::string& words, const LabelLook& look = {});

}  // namespace heddle::imaging
