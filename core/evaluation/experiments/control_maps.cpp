#include "evaluation/experiments/control_maps.h"

#include "evaluation/scores/image_scores.h"
#include "imaging/canny.h"
#include "scenes/render.h"
#include "training/data/scene_maps.h"

namespace heddle::evaluation {

image::Image control_map(const scenes::Scene& scene, int size, ControlledBy by) {
  switch (by) {
    case ControlledBy::edges:
    case ControlledBy::sketch: break;
    case ControlledBy::depth: return scenes::render(scene, size, {.depth = true}).depth;
    case ControlledBy::pose: return training::pose_map(scene, size);
  }
  return imaging::canny(scenes::render(scene, size).image, {});
}

double edge_f1(const image::Image& result, const image::Image& map) {
  return edge_agreement(imaging::canny(result, {}), map, /*tolerance=*/2).f1;
}

double thing_overlap(const image::Image& result, const scenes::Scene& scene, int size) {
  // Looked for as far from its place as it is large: elsewhere its colour may be anything's.
  const int reach = size / 4;
  const scenes::Rendering drawn = scenes::render(scene, size, {.masks = true});
  const image::Image& mask = drawn.masks.front();
  return intersection_over_union(silhouette(result, drawn.image, mask, reach),
                                 silhouette(drawn.image, drawn.image, mask, reach));
}

}  // namespace heddle::evaluation
