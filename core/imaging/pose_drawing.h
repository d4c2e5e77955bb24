// A pose as the picture that ControlNet openpose was trained on. Used by the node annotate.pose and an editor's
// preview. Thread rule: pure functions. Source: lllyasviel/ControlNet (1.0) and ControlNet-v1-1-nightly (1.1),
// annotator/openpose.
#pragma once

#include "image/image.h"
#include "pose/pose.h"

namespace heddle::imaging {

enum class PoseDrawing {
  v1_0,  // joints, then each limb laid over them at 60 %
  v1_1,  // limbs at 60 % of their colour, then joints at full colour
};

// RGB on black, of the canvas's size; limbs 8 pixels and joints 9 pixels wide whatever the size, as the network knows
// them. Requires: a canvas of at least 1 x 1.
[[nodiscard]] image::Image draw_pose(const pose::Pose& pose, PoseDrawing drawing);

}  // namespace heddle::imaging
