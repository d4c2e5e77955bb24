// The maps of scenes that ControlNets are measured with, and how well a result follows them. Used by the experiments of
// control. Pure functions.
#pragma once

#include "evaluation/experiments.h"
#include "image/image.h"
#include "scenes/scene.h"

namespace heddle::evaluation {

// As the annotators make it: of edges, Canny's of the drawn scene; depth and pose are the scene's own.
[[nodiscard]] image::Image control_map(const scenes::Scene& scene, int size, ControlledBy by);

// F1 of the result's Canny edges against a map of such, 2 pixels of tolerance.
[[nodiscard]] double edge_f1(const image::Image& result, const image::Image& map);

// Intersection over union of the thing in the result and in the scene, by their colours.
[[nodiscard]] double thing_overlap(const image::Image& result, const scenes::Scene& scene, int size);

}  // namespace heddle::evaluation
