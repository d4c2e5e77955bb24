// Draws a scene: the picture, and exact maps of what is in it. Used by training data, evaluation and `heddle scenes`.
// Pure and thread-safe: every call has a canvas of its own.
#pragma once

#include <cstdint>
#include <span>

#include "image/image.h"
#include "scenes/scene.h"

namespace heddle::scenes {

struct Rendering {
  image::Image picture;  // RGB, size x size
};

// Requires: 16 <= size <= 4096. The same scene looks the same at every size.
[[nodiscard]] Rendering render(const Scene& scene, int size);

// The picture alone into a buffer of size * size * 3 bytes, interleaved rows: what a training loop calls.
void render_rgb_into(const Scene& scene, int size, std::span<std::uint8_t> rgb);

}  // namespace heddle::scenes
