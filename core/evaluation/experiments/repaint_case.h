// What is repainted: a held-out picture, a mask around its thing, and another scene whose thing is to be there. Used by
// the experiments of repainting. Pure functions.
#pragma once

#include <cstdint>

#include "evaluation/images/scene_source.h"
#include "image/image.h"
#include "scenes/scene.h"

namespace heddle::evaluation {

struct RepaintCase {
  scenes::Scene scene, wanted;  // their things differ
  image::Image mask;            // grey, 255 in the box around the picture's thing with room on all sides
};
[[nodiscard]] RepaintCase repaint_case(const SceneSource& scenes, std::size_t index);

// Pixels that differ although they are farther from the mask than its edge is feathered.
[[nodiscard]] std::int64_t changed_outside(const image::Image& start, const image::Image& result,
                                           const image::Image& mask);

}  // namespace heddle::evaluation
