// HED (Xie and Tu 2015, arXiv 1504.06375) as ControlNet's authors trained it, ControlNetHED.pth: soft edges from five
// levels of a VGG-like network. Used by pipeline/annotator_model. Thread rule: const calls from any thread.
#pragma once

#include <array>
#include <vector>

#include "nn/layers.h"

namespace heddle::models {

using at::Tensor;

class Hed final {
 public:
  // Names as in the file. What is missing or misshapen is said by the binder's `finish`.
  static Hed build(const tensor::Binder& binder);

  // rgb (1, 3, h, w) in 0..255, sides at least 16 -> (h, w), 0..1.
  [[nodiscard]] Tensor edges(const Tensor& rgb) const;

 private:
  struct Block {
    std::vector<nn::Conv2d> convs;
    nn::Conv2d projection;
  };

  Tensor norm_;  // (1, 3, 1, 1), subtracted
  std::array<Block, 5> blocks_;
};

}  // namespace heddle::models
