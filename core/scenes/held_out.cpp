#include "scenes/held_out.h"

#include <algorithm>

#include "scenes/random.h"

namespace heddle::scenes {

bool is_held_out(Colour colour, Object object, Background background) {
  const auto key = static_cast<std::uint64_t>(colour) << 16 | static_cast<std::uint64_t>(object) << 8 |
                   static_cast<std::uint64_t>(background);
  return mixed(key + 0x9e3779b97f4a7c15ULL) % 12 == 0;
}

bool is_held_out(const SceneAttributes& attributes) {
  const auto& second = attributes.companion;
  return is_held_out(attributes.colour, attributes.object, attributes.background) ||
         (second && is_held_out(second->colour, second->object, attributes.background));
}

bool is_held_out(const Scene& scene) {
  return std::any_of(scene.items.begin(), scene.items.end(),
                     [&](const Item& item) { return is_held_out(item.colour, item.object, scene.background); });
}

std::vector<Combination> held_out_list(SceneSet scene_set) {
  std::vector<Combination> held;
  for (const Object object : objects_of(scene_set)) {
    for (const Colour colour : colours_of(scene_set)) {
      for (const Background background : backgrounds_of(scene_set)) {
        if (is_held_out(colour, object, background)) held.push_back({colour, object, background});
      }
    }
  }
  return held;
}

}  // namespace heddle::scenes
