#include "models/annotators/anime_line_drawer.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/clamp.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/conv_transpose2d.h>
#include <ATen/ops/leaky_relu.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/tanh.h>
#include <ATen/ops/upsample_bicubic2d.h>

#include <cstdint>

#include "models/annotators/instance_norm.h"

namespace heddle::models {

namespace {

constexpr std::int64_t kAnimeMultiple = 256;
constexpr std::array<std::int64_t, 8> kLevelWidths = {64, 128, 256, 512, 512, 512, 512, 512};

std::int64_t rounded_up(std::int64_t side) { return (side + kAnimeMultiple - 1) / kAnimeMultiple * kAnimeMultiple; }

Tensor stretched(const Tensor& x, std::int64_t height, std::int64_t width) {
  if (x.size(2) == height && x.size(3) == width) return x;
  return at::upsample_bicubic2d(x, {height, width}, /*align_corners=*/false);
}

nn::Conv2d bind_4x4(tensor::Binder binder, std::int64_t first, std::int64_t second, std::int64_t out) {
  nn::Conv2d layer;
  layer.weight = binder.tensor("weight", {first, second, 4, 4}, tensor::Init::fan_in());
  layer.bias = binder.tensor("bias", {out}, tensor::Init::constant(0));
  return layer;
}

}  // namespace

AnimeLineDrawer AnimeLineDrawer::build(const tensor::Binder& binder) {
  AnimeLineDrawer net;
  tensor::Binder block = binder.sub("model");
  for (std::size_t i = 0; i < kDepth; ++i) {
    // The parts of a block are numbered with the layers without tensors among them; the next block is inside.
    const bool is_outer = i == 0, is_inner = i + 1 == kDepth;
    const std::size_t down = is_outer ? 0 : 1, inside = is_outer ? 1 : 3, up = is_outer || is_inner ? 3 : 5;
    const std::int64_t outer = is_outer ? 1 : kLevelWidths[i - 1], own = kLevelWidths[i];
    net.levels_[i] = {bind_4x4(block.sub("model", down), own, is_outer ? 3 : outer, own),
                      bind_4x4(block.sub("model", up), is_inner ? own : 2 * own, outer, outer)};
    block = block.sub("model", inside);
  }
  return net;
}

// What a level adds beside its input: down, the levels inside, up.
Tensor AnimeLineDrawer::level(std::size_t index, const Tensor& x) const {
  const auto& [down, up] = levels_[index];
  const bool is_outer = index == 0, is_inner = index + 1 == kDepth;
  Tensor y = at::conv2d(is_outer ? x : at::leaky_relu(x, 0.2), down.weight, down.bias, 2, 1);
  if (!is_outer && !is_inner) y = instance_norm(y);
  if (!is_inner) y = at::cat({y, level(index + 1, y)}, 1);
  y = at::conv_transpose2d(at::relu(y), up.weight, up.bias, 2, 1);
  return is_outer ? at::tanh(y) : instance_norm(y);
}

Tensor AnimeLineDrawer::drawing(const Tensor& rgb) const {
  const Tensor seen = stretched(rgb, rounded_up(rgb.size(2)), rounded_up(rgb.size(3)));
  const Tensor lines = level(0, at::clamp(seen, 0, 255) / 127.5 - 1);
  const Tensor fitted = stretched(lines, rgb.size(2), rgb.size(3));
  return at::clamp((fitted + 1) / 2, 0, 1).squeeze(0).squeeze(0);
}

}  // namespace heddle::models
