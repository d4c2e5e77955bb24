// SceneSource: the scenes of an evaluation, by number: captions, held-out combinations, references. Their seed differs
// from training's, so none is a training scene. Used by the experiments on Bobbin. A value, pure functions.
#pragma once

#include <cstdint>
#include <vector>

#include "image/image.h"
#include "scenes/scene.h"

namespace heddle::evaluation {

struct SceneSource {
  scenes::SceneSet scene_set = scenes::SceneSet::first;
  std::uint64_t seed = 1912;
  int size = 256;  // pixels a side of what is drawn

  // A combination that training may show, as a scene that it does not.
  [[nodiscard]] scenes::Scene seen_combination(std::size_t n) const;
  // One that training never shows.
  [[nodiscard]] scenes::Scene held_out_combination(std::size_t n) const;
  [[nodiscard]] scenes::Scene reference(std::size_t n) const;
  // A stick figure where reference n shows its thing.
  [[nodiscard]] scenes::Scene figure(std::size_t n) const;
  // Images that share only scene set and style with reference n: the zero of the similarity scale.
  [[nodiscard]] std::vector<image::Image> random_images(std::size_t n, int count,
                                                        scenes::Style style = scenes::Style::base) const;
};

}  // namespace heddle::evaluation
