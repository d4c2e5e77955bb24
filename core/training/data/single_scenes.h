// Scenes that show one object, for the training and evaluation of an attribute judge. In the full set two of five
// scenes show two objects, and of those no image says which one a caption means. Used by the judge's objective and by
// evaluation. Pure functions.
#pragma once

#include "scenes/scene.h"

namespace heddle::training {

// The n-th such scene of a seed: the same on every machine, none twice.
[[nodiscard]] scenes::Scene single_scene(std::uint64_t seed, std::uint64_t n, const scenes::SceneOptions& options);

// Its picture, `side` pixels a side, as a judge reads pictures: drawn at twice that and averaged, RGB in plane order
// (3, side, side).
void single_scene_planes(const scenes::Scene& scene, int side, std::uint8_t* to);

}  // namespace heddle::training
