// MiDaS' DPT-hybrid (Ranftl et al. 2021, arXiv 2103.13413), dpt_hybrid-midas-501f0c75.pt: relative depth from one
// picture. Used by pipeline/annotator_model. Thread rule: const calls from any thread.
#pragma once

#include <array>

#include "models/annotators/dpt_backbone.h"

namespace heddle::models {

class DptHybrid final {
 public:
  // Names as in the file. A network that lacks tensors must not be run.
  static DptHybrid build(const tensor::Binder& binder);

  // rgb (1, 3, h, w) in 0..255, sides multiples of 32 -> (h, w): inverse depth, near is large, at least 0, no unit.
  [[nodiscard]] Tensor nearness(const Tensor& rgb) const;

 private:
  struct Residual {
    nn::Conv2d first, second;
    [[nodiscard]] Tensor operator()(const Tensor& x) const;
  };
  struct Fusion {
    Residual take, mix;
    nn::Conv2d out;
  };

  [[nodiscard]] static Tensor as_map(const Tensor& tokens, const nn::Linear& readout, const Tensor& like);

  DptBackbone backbone_;
  std::array<nn::Linear, 2> readouts_;
  std::array<nn::Conv2d, 2> reassemble_;
  nn::Conv2d halve_;
  std::array<Tensor, 4> narrow_;  // 3x3 kernels to 256 channels, the finest level first
  std::array<Fusion, 4> fusions_;
  nn::Conv2d head1_, head2_, head3_;
};

}  // namespace heddle::models
