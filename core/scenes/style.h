// The three styles as filters of a finished image: ink, pastel, neon. Used by render.cpp on the way to bytes. Pure
// functions.
#pragma once

#include <cstdint>
#include <span>

#include "scenes/scene_set.h"

namespace heddle::scenes {

// A picture as it leaves the canvas: red, green and blue planes of size * size values from 0 to 1, and the part and the
// label that each pixel shows (see MapRecorder). Borders of parts are drawn as lines.
struct Sheet {
  int size = 0;
  std::span<float> planes;
  std::span<const std::uint16_t> parts;
  std::span<const std::uint8_t> labels;
};

// ink: dark outlines over a pale wash. pastel: light, chalky, soft. neon: glowing outlines in the dark.
void restyle(Style style, Sheet sheet, std::uint64_t seed);

}  // namespace heddle::scenes
