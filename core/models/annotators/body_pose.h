// OpenPose's body network (Cao et al. 2017, arXiv 1611.08050), body_pose_model.pth: where joints are, and in which
// direction limbs run. Used by pipeline/annotator_model. Thread rule: const calls from any thread.
#pragma once

#include <array>
#include <vector>

#include "nn/layers.h"

namespace heddle::models {

using at::Tensor;

class BodyPose final {
 public:
  // Names as in the file. What is missing or misshapen is said by the binder's `finish`.
  static BodyPose build(const tensor::Binder& binder);

  struct Maps {
    Tensor joints;  // (19, h / 8, w / 8): 18 points and what is none of them
    Tensor limbs;   // (38, h / 8, w / 8): x and y of 19 limbs' directions
  };
  // rgb (1, 3, h, w) in 0..255, sides multiples of 8.
  [[nodiscard]] Maps operator()(const Tensor& rgb) const;

 private:
  using Layers = std::vector<nn::Conv2d>;
  struct Stage {
    Layers limbs, joints;
  };

  std::array<Layers, 4> features_;  // halved between them
  std::array<Stage, 6> stages_;
};

}  // namespace heddle::models
