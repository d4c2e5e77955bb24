// Poses as OpenPose's JSON, which its own program, sd-webui-controlnet and pose editors write and read.
// Used by the node annotate.pose and an editor. Thread rule: pure functions.
// Source: OpenPose doc/02_output.md (people, pose_keypoints_2d: x, y, confidence); sd-webui-controlnet's canvas_width,
// canvas_height.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "pose/pose.h"

namespace heddle::pose {

struct PoseFile {
  Pose pose;
  std::vector<std::string> notes;  // what the JSON holds and Heddle does not use, as sentences
};

// 18 points each (COCO) or 25 (BODY_25, of which feet and hip centre are left out); positions in pixels, or all between
// 0 and 1 as shares of the canvas. A confidence below 0.05 is a hidden point. Without a canvas in the JSON it is the
// smallest multiple of 64 that holds all points. `name` stands for the file in messages.
// Fails with invalid_input: not JSON, no people, another number of points, numbers that are none, a canvas beyond
// 16384.
[[nodiscard]] Result<PoseFile> pose_from_json(std::string_view text, std::string_view name);

// Positions in pixels, confidence 1 for visible points and 0 for hidden ones, which keep their place.
[[nodiscard]] std::string pose_to_json(const Pose& pose);

}  // namespace heddle::pose
