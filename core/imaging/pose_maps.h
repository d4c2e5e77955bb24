// A picture as OpenPose's body network reads it, and the people in what it gives. Used by the node annotate.openpose.
// Thread rule: pure functions. Source: lllyasviel/ControlNet-v1-1-nightly, annotator/openpose (one scale of 0.5).
#pragma once

#include <span>

#include "image/image.h"
#include "imaging/resolution.h"
#include "pose/pose_grouping.h"

namespace heddle::imaging {

// 184 pixels high, less where it is longer than 16 times its height; grey added on the right and below to multiples
// of 8.
struct PoseInput {
  image::Image image;
  PixelSize filled;  // without the grey
};

// Requires: RGB, not empty.
[[nodiscard]] PoseInput pose_input(const image::Image& rgb);

// maps: 19 of joints and 38 of directions, one behind the other, an eighth of the input's size. The poses have the
// picture's size.
[[nodiscard]] pose::Pose pose_of_maps(std::span<const float> maps, const PoseInput& input, PixelSize image,
                                      const pose::PoseThresholds& thresholds);

}  // namespace heddle::imaging
