// Lays several images out in rows as one: training previews, --count, the README. Used by the trainer and the command
// line. Thread rule: pure function.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "image/image.h"

namespace heddle::image {

struct SheetOptions {
  int columns = 4;
  int margin = 4;                                     // pixels between pictures and around them
  std::array<std::uint8_t, 3> ground = {25, 25, 25};  // RGB between the pictures
};

// RGB. Every cell has the size of the largest picture; smaller ones sit in its middle, empty ones leave the ground.
// Empty when there are no pictures. Requires: columns >= 1, margin >= 0.
[[nodiscard]] Image contact_sheet(std::span<const Image> images, const SheetOptions& options = {});

}  // namespace heddle::image
