// The generator of "Learning to generate line drawings that convey geometry and semantics" (Chan et al. 2022, arXiv
// 2203.12691): sk_model.pth, and sk_model2.pth for coarser lines. Used by pipeline/annotator_model. Thread rule: const
// calls from any thread.
#pragma once

#include <array>

#include "nn/layers.h"

namespace heddle::models {

using at::Tensor;

class LineDrawer final {
 public:
  // Names as in the file. What is missing or misshapen is said by the binder's `finish`.
  static LineDrawer build(const tensor::Binder& binder);

  // rgb (1, 3, h, w) in 0..255, sides multiples of 4 and at least 8 -> (h, w), 0..1, dark lines on white.
  [[nodiscard]] Tensor drawing(const Tensor& rgb) const;

 private:
  struct Residual {
    nn::Conv2d first, second;
  };

  nn::Conv2d in_;
  std::array<nn::Conv2d, 2> down_;
  std::array<Residual, 3> middle_;
  std::array<nn::Conv2d, 2> up_;  // transposed
  nn::Conv2d out_;
};

}  // namespace heddle::models
