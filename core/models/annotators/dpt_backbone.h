// What MiDaS' DPT-hybrid sees with: a ResNet of standardised kernels (BiT, Kolesnikov et al. 2019, arXiv 1912.11370)
// whose last features are the patches of a vision transformer. Used by dpt_hybrid. Thread rule: const calls from any
// thread.
#pragma once

#include <array>
#include <vector>

#include "nn/layers.h"

namespace heddle::models {

using at::Tensor;

class DptBackbone final {
 public:
  // Names as in the file below `pretrained.model`. A network that lacks tensors must not be run.
  static DptBackbone build(const tensor::Binder& binder);

  struct Features {
    Tensor fine, coarse;  // (1, 256, h / 4, w / 4), (1, 512, h / 8, w / 8)
    Tensor middle, last;  // (1, 1 + h / 16 * w / 16, 768), the class token first: behind blocks 9 and 12 of 12
  };
  // pixels (1, 3, h, w) in -1..1, sides multiples of 32.
  [[nodiscard]] Features operator()(const Tensor& pixels) const;

  static constexpr std::int64_t kWidth = 768;

 private:
  struct Bottleneck {
    std::array<Tensor, 3> kernels;  // standardised
    std::array<nn::GroupNorm, 3> norms;
    Tensor shortcut;  // a 1x1 kernel; undefined where width and size stay
    nn::GroupNorm shortcut_norm;
    int stride = 1;
    [[nodiscard]] Tensor operator()(const Tensor& x) const;
  };
  struct Block {
    nn::LayerNorm norm1, norm2;
    nn::Linear qkv, out, fc1, fc2;
    [[nodiscard]] Tensor operator()(const Tensor& x) const;
  };

  static Bottleneck build_bottleneck(const tensor::Binder& binder, std::int64_t in, std::int64_t out, int stride);
  [[nodiscard]] Tensor positions(std::int64_t rows, std::int64_t columns) const;

  Tensor stem_;
  nn::GroupNorm stem_norm_;
  std::array<std::vector<Bottleneck>, 3> stages_;
  nn::Conv2d project_;
  Tensor class_token_, positions_;  // (1, 1, 768), (1, 1 + 24 * 24, 768)
  std::vector<Block> blocks_;
};

}  // namespace heddle::models
