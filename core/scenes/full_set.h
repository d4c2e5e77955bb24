// Samples and places the scenes of SceneSet::full: one or two objects with surfaces, sizes, positions and relations.
// Used by scene.cpp alone. Pure functions.
#pragma once

#include <string>

#include "scenes/random.h"
#include "scenes/scene.h"

namespace heddle::scenes {

// Attributes that fit together (see misfit_of), held out or not.
[[nodiscard]] SceneAttributes sampled_full(Dice& dice);
// Requires: misfit_of(wanted) is empty.
[[nodiscard]] Scene composed_full(const SceneAttributes& wanted, std::uint64_t nuisance_seed);
// Why the attributes cannot be drawn together, as a sentence with a remedy; empty if they can.
[[nodiscard]] std::string misfit_of(const SceneAttributes& wanted);

}  // namespace heddle::scenes
