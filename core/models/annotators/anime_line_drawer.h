// Anime2Sketch (Xiang et al. 2021, arXiv 2104.05703), netG.pth: a U-shaped network of eight halvings that draws the
// lines of illustrations. Used by pipeline/annotator_model. Thread rule: const calls from any thread.
#pragma once

#include <array>

#include "nn/layers.h"

namespace heddle::models {

using at::Tensor;

class AnimeLineDrawer final {
 public:
  // Names as in the file, without the `module.` before them. What is missing or misshapen is said by the binder's
  // `finish`.
  static AnimeLineDrawer build(const tensor::Binder& binder);

  // rgb (1, 3, h, w) in 0..255, any sides -> (h, w), 0..1, dark lines on white. The network sees the picture stretched
  // to multiples of 256, as its authors do it.
  [[nodiscard]] Tensor drawing(const Tensor& rgb) const;

 private:
  static constexpr std::size_t kDepth = 8;
  struct Level {
    nn::Conv2d down, up;  // 4x4; up is transposed
  };

  [[nodiscard]] Tensor level(std::size_t index, const Tensor& x) const;

  std::array<Level, kDepth> levels_;  // the outermost first
};

}  // namespace heddle::models
