// From OpenPose's maps to people: peaks of joints, limbs between them along the directions that a network saw, and the
// persons that the limbs make up. Used by the node annotate.openpose. Thread rule: pure functions.
// Source: Cao et al. 2017, arXiv 1611.08050; numbers and order of CMU's openpose as lllyasviel/ControlNet runs it.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "pose/pose.h"

namespace heddle::pose {

struct PoseThresholds {
  double joint = 0.1;  // 0..1: what a joint's smoothed map has at least at its peak
  double limb = 0.05;  // what the direction along a limb has at least, at most places of it
};

// A place that may be a joint of a skeleton.
struct Peak {
  int x = 0, y = 0;
  double score = 0;  // the map's own value there
};

// Places of `smooth` that are above `threshold` and not below any of their four neighbours; beyond the edge is 0. In
// reading order; scores from `own`.
[[nodiscard]] std::vector<Peak> peaks_of(std::span<const float> own, std::span<const float> smooth, int width,
                                         double threshold);

using Peaks = std::array<std::vector<Peak>, kPosePoints>;

inline constexpr std::size_t kSeenLimbs = 19;  // the 17 that are drawn, and from the shoulders to the ears

// A limb between the joint `from` of its first point's peaks and `to` of its second's.
struct SeenLimb {
  std::size_t from = 0, to = 0;
  double score = 0;
};

// The points that limb i joins, and the two maps of its direction (x, y) among 38.
struct SeenLimbFacts {
  PosePoint from = PosePoint::neck, to = PosePoint::neck;
  std::size_t across = 0, down = 0;
};
[[nodiscard]] std::span<const SeenLimbFacts> seen_limbs();

// The likeliest limbs of one kind, each peak in at most one. across, down: the direction's maps; `height` rows.
[[nodiscard]] std::vector<SeenLimb> limbs_between(const std::vector<Peak>& from, const std::vector<Peak>& to,
                                                  std::span<const float> across, std::span<const float> down, int width,
                                                  int height, double threshold);

using Limbs = std::array<std::vector<SeenLimb>, kSeenLimbs>;

// Skeletons of at least four joints whose scores are 0.4 a joint or more. Points that were not seen are hidden, where
// they are on an upright skeleton of that size and place.
[[nodiscard]] Pose grouped(const Peaks& peaks, const Limbs& limbs, int width, int height);

}  // namespace heddle::pose
