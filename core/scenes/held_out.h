// Combinations of colour, thing and setting that training never sees, so that composition is measured, not memory.
// Used by the sampler and by `heddle scenes --held-out`. Pure functions.
#pragma once

#include <vector>

#include "scenes/scene.h"

namespace heddle::scenes {

struct Combination {
  Colour colour = Colour::red;
  Thing thing = Thing::ball;
  Setting setting = Setting::meadow;
};

// About one combination in twelve, by a hash of the three labels: a larger world holds back what a smaller one does.
[[nodiscard]] bool is_held_out(Colour colour, Thing thing, Setting setting);
[[nodiscard]] bool is_held_out(const SceneAttributes& attributes);
// True where any of its things is a held-out combination.
[[nodiscard]] bool is_held_out(const Scene& scene);
[[nodiscard]] std::vector<Combination> held_out_list(World world);

}  // namespace heddle::scenes
