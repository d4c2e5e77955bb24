// The skeletons of a picture as OpenPose has them: 18 points each. Used by the pose's JSON and drawing, the node
// annotate.pose, and an editor. Plain values; thread rule: pure functions.
// Source: OpenPose's COCO model; its point numbers and limbs.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace heddle::pose {

inline constexpr std::size_t kPosePoints = 18;

enum class PosePoint : std::uint8_t {
  nose,
  neck,
  right_shoulder,
  right_elbow,
  right_wrist,
  left_shoulder,
  left_elbow,
  left_wrist,
  right_hip,
  right_knee,
  right_ankle,
  left_hip,
  left_knee,
  left_ankle,
  right_eye,
  left_eye,
  right_ear,
  left_ear
};

[[nodiscard]] std::string_view name_of(PosePoint point);  // "right shoulder"

struct Keypoint {
  double x = 0, y = 0;      // pixels of the canvas; may lie outside
  bool is_visible = false;  // false: hidden behind something or not known; neither it nor its limbs are drawn
  bool operator==(const Keypoint&) const = default;
};

struct PosePerson {
  std::array<Keypoint, kPosePoints> points{};

  [[nodiscard]] Keypoint& at(PosePoint point) { return points[static_cast<std::size_t>(point)]; }
  [[nodiscard]] const Keypoint& at(PosePoint point) const { return points[static_cast<std::size_t>(point)]; }
  bool operator==(const PosePerson&) const = default;
};

struct Pose {
  int width = 512, height = 512;  // of the canvas, in pixels
  std::vector<PosePerson> people = {};
  bool operator==(const Pose&) const = default;
};

// The 17 limbs that are drawn, in the order of their colours.
[[nodiscard]] std::span<const std::pair<PosePoint, PosePoint>> pose_limbs();

// RGB of point i and of limb i, as OpenPose draws them.
[[nodiscard]] std::array<std::uint8_t, 3> pose_colour(std::size_t index);

// Someone upright in the middle of the canvas who faces the viewer; all points visible. Where an editor starts.
[[nodiscard]] PosePerson standing_person(int width, int height);

// Left and right changed about the vertical line at `x`: a raised left hand becomes a raised right hand.
[[nodiscard]] PosePerson mirrored(const PosePerson& person, double x);

// The same pose on a canvas of another size.
[[nodiscard]] Pose scaled_to(const Pose& pose, int width, int height);

}  // namespace heddle::pose
