// SceneSource: the scenes that an evaluation asks about, by number: captions, held-out combinations, references. None of
// them is a training scene: the seed is another. Used by the experiments on Bobbin. A value, pure functions.
#pragma once

#include <cstdint>
#include <vector>

#include "image/image.h"
#include "scenes/scene.h"

namespace heddle::evaluation {

struct SceneSource {
  scenes::World world = scenes::World::first;
  std::uint64_t seed = 1912;
  int size = 256;  // pixels a side of what is drawn

  // A combination that training may show, as a scene that it does not.
  [[nodiscard]] scenes::Scene seen_combination(std::size_t n) const;
  // One that training never shows.
  [[nodiscard]] scenes::Scene held_out_combination(std::size_t n) const;
  [[nodiscard]] scenes::Scene reference(std::size_t n) const;
  // Pictures that have nothing to do with reference n but their world and style: what "alike" is measured from.
  [[nodiscard]] std::vector<image::Image> random_pictures(std::size_t n, int count, scenes::Style style = scenes::Style::base) const;
};

}  // namespace heddle::evaluation
