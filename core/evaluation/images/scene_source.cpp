#include "evaluation/images/scene_source.h"

#include "scenes/held_out.h"
#include "scenes/render.h"
#include "training/data/scene_pool.h"
#include "training/data/single_scenes.h"

namespace heddle::evaluation {

namespace {

// Added to the seed: the sets have no scene in common.
constexpr std::uint64_t kHeldOut = 1000003, kReferences = 2000003, kRandom = 3000017;

scenes::SceneOptions options_of(const SceneSource& source, bool allow_held_out) {
  scenes::SceneOptions options;
  options.size = source.size;
  options.scene_set = source.scene_set;
  options.allow_held_out = allow_held_out;
  return options;
}

}  // namespace

scenes::Scene SceneSource::seen_combination(std::size_t n) const {
  return training::single_scene(seed, n, options_of(*this, false));
}

scenes::Scene SceneSource::held_out_combination(std::size_t n) const {
  constexpr std::uint64_t kTries = 1024;  // one in twelve is held out
  for (std::uint64_t i = 0;; ++i) {
    scenes::Scene scene = training::single_scene(seed + kHeldOut, n * kTries + i, options_of(*this, true));
    if (scenes::is_held_out(scene) || i + 1 == kTries) return scene;
  }
}

scenes::Scene SceneSource::reference(std::size_t n) const {
  return training::single_scene(seed + kReferences, n, options_of(*this, false));
}

scenes::Scene SceneSource::figure(std::size_t n) const { return training::with_figure(reference(n)); }

std::vector<image::Image> SceneSource::random_images(std::size_t n, int count, scenes::Style style) const {
  scenes::SceneOptions options = options_of(*this, false);
  options.style = style;
  std::vector<image::Image> images;
  for (int i = 0; i < count; ++i) {
    const std::uint64_t number = n * static_cast<std::uint64_t>(count) + static_cast<std::uint64_t>(i);
    images.push_back(scenes::render(training::single_scene(seed + kRandom, number, options), size).image);
  }
  return images;
}

}  // namespace heddle::evaluation
