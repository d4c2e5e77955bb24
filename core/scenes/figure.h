// The joints of a stick figure. Used by its painter and by the pose map. Pure functions.
#pragma once

#include <array>
#include <string_view>

#include "scenes/scene.h"

namespace heddle::scenes {

struct Point {
  float x = 0;
  float y = 0;
};

inline constexpr int kJoints = 11;
// In the order of joints_of; left and right are the picture's, before mirroring.
inline constexpr std::array<std::string_view, kJoints> kJointNames = {
    "head",       "neck",      "hip",       "left elbow", "left hand", "right elbow",
    "right hand", "left knee", "left foot", "right knee", "right foot"};
// Pairs of joints that a limb connects.
inline constexpr std::array<std::array<int, 2>, 10> kLimbs = {
    {{0, 1}, {1, 2}, {1, 3}, {3, 4}, {1, 5}, {5, 6}, {2, 7}, {7, 8}, {2, 9}, {9, 10}}};

// In the object's own u and v (see Brush); the nuisance moves hands and feet a little.
[[nodiscard]] std::array<Point, kJoints> posture_of(Pose pose, std::uint64_t nuisance);
// In picture coordinates, y downwards. Requires: item.object is a figure.
[[nodiscard]] std::array<Point, kJoints> joints_of(const Item& item);

}  // namespace heddle::scenes
