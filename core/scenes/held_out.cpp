#include "scenes/held_out.h"

#include <algorithm>

#include "scenes/random.h"

namespace heddle::scenes {

bool is_held_out(Colour colour, Thing thing, Setting setting) {
  const auto key = static_cast<std::uint64_t>(colour) << 16 | static_cast<std::uint64_t>(thing) << 8 |
                   static_cast<std::uint64_t>(setting);
  return mixed(key + 0x9e3779b97f4a7c15ULL) % 12 == 0;
}

bool is_held_out(const SceneAttributes& attributes) {
  const auto& second = attributes.companion;
  return is_held_out(attributes.colour, attributes.thing, attributes.setting) ||
         (second && is_held_out(second->colour, second->thing, attributes.setting));
}

bool is_held_out(const Scene& scene) {
  return std::any_of(scene.items.begin(), scene.items.end(),
                     [&](const Item& item) { return is_held_out(item.colour, item.thing, scene.setting); });
}

std::vector<Combination> held_out_list(World world) {
  std::vector<Combination> held;
  for (const Thing thing : things_of(world)) {
    for (const Colour colour : colours_of(world)) {
      for (const Setting setting : settings_of(world)) {
        if (is_held_out(colour, thing, setting)) held.push_back({colour, thing, setting});
      }
    }
  }
  return held;
}

}  // namespace heddle::scenes
