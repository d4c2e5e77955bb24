// Captions for SceneSet::full: sizes, surfaces, poses, positions, relations. Used by caption.cpp alone. Pure functions.
#pragma once

#include <string>

#include "scenes/random.h"
#include "scenes/scene.h"

namespace heddle::scenes {

[[nodiscard]] std::string full_set_caption(const Scene& scene);
[[nodiscard]] std::string full_set_wording(const Scene& scene, Dice& dice);

}  // namespace heddle::scenes
