// PiDiNet (Su et al. 2021, arXiv 2108.07009) with attention and dilation, as trained for its table 5,
// table5_pidinet.pth: thin edges by convolutions of differences between pixels. The differences are folded into
// ordinary kernels when the network is made. Used by pipeline/annotator_model. Thread rule: const calls from any
// thread.
#pragma once

#include <array>
#include <vector>

#include "nn/layers.h"

namespace heddle::models {

using at::Tensor;

class PiDiNet final {
 public:
  // Names as in the file, without the `module.` before them. What is missing or misshapen is said by the binder's
  // `finish`; a network that lacks tensors must not be run.
  static PiDiNet build(const tensor::Binder& binder);

  // rgb (1, 3, h, w) in 0..255, sides at least 8 -> (h, w), 0..1.
  [[nodiscard]] Tensor edges(const Tensor& rgb) const;

 private:
  struct Block {
    nn::Conv2d shortcut;  // without weight where the block keeps width and size
    Tensor differences;   // one kernel a channel, 3x3 or 5x5
    Tensor mix;           // 1x1
    [[nodiscard]] Tensor operator()(const Tensor& x) const;
  };
  struct Level {
    std::vector<Block> blocks;
    nn::Conv2d narrow;              // to 24 channels
    std::array<Tensor, 4> dilated;  // 3x3, five to eleven pixels apart
    nn::Conv2d attend;              // to 4 channels
    Tensor attention;               // 3x3, to 1
    nn::Conv2d reduce;              // to 1
    [[nodiscard]] Tensor logits(const Tensor& x) const;
  };

  Tensor first_;  // 3x3
  std::array<Level, 4> levels_;
  nn::Conv2d classifier_;
};

}  // namespace heddle::models
