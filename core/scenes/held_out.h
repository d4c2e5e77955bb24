// Combinations of colour, object and background that training never sees, so that evaluation measures composition, not
// memory. Used by the sampler and by `heddle scenes --held-out`. Pure functions.
#pragma once

#include <vector>

#include "scenes/scene.h"

namespace heddle::scenes {

struct Combination {
  Colour colour = Colour::red;
  Object object = Object::ball;
  Background background = Background::meadow;
};

// About one combination in twelve, by a hash of the three labels: a larger set holds back what a smaller one does.
[[nodiscard]] bool is_held_out(Colour colour, Object object, Background background);
[[nodiscard]] bool is_held_out(const SceneAttributes& attributes);
// True where any of its objects is a held-out combination.
[[nodiscard]] bool is_held_out(const Scene& scene);
[[nodiscard]] std::vector<Combination> held_out_list(SceneSet scene_set);

}  // namespace heddle::scenes
