#include "training/data/single_scenes.h"

#include <vector>

#include "scenes/render.h"

namespace heddle::training {

scenes::Scene single_scene(std::uint64_t seed, std::uint64_t n, const scenes::SceneOptions& options) {
  constexpr std::uint64_t kTries = 64;  // two of five have two objects: 64 in a row do not happen
  for (std::uint64_t i = 0;; ++i) {
    scenes::Scene scene = scenes::sample_scene(seed, n * kTries + i, options);
    if (scene.items.size() == 1 || i + 1 == kTries) return scene;
  }
}

void single_scene_planes(const scenes::Scene& scene, int side, std::uint8_t* to) {
  const auto size = static_cast<std::size_t>(side) * 2, row = size * 3;
  std::vector<std::uint8_t> rgb(size * row);
  scenes::render_rgb_into(scene, side * 2, rgb);
  for (std::size_t channel = 0; channel < 3; ++channel) {
    for (std::size_t y = 0; y < size; y += 2) {
      const std::uint8_t* from = rgb.data() + y * row + channel;
      for (std::size_t x = 0; x < size; x += 2, from += 6) {
        *to++ = static_cast<std::uint8_t>((from[0] + from[3] + from[row] + from[row + 3] + 2) / 4);
      }
    }
  }
}

}  // namespace heddle::training
