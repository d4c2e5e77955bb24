#include "models/annotators/hed.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/max_pool2d.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/upsample_bilinear2d.h>

#include <cstddef>
#include <cstdint>

namespace heddle::models {

Hed Hed::build(const tensor::Binder& binder) {
  constexpr std::array<std::int64_t, 5> kWidths = {64, 128, 256, 512, 512};
  constexpr std::array<std::size_t, 5> kLayers = {2, 2, 3, 3, 3};
  Hed net;
  tensor::Binder top = binder;
  net.norm_ = top.tensor("norm", {1, 3, 1, 1}, tensor::Init::constant(0));
  std::int64_t in = 3;
  for (std::size_t i = 0; i < kWidths.size(); ++i) {
    const tensor::Binder block = binder.sub("block" + std::to_string(i + 1));
    for (std::size_t j = 0; j < kLayers[i]; ++j) {
      net.blocks_[i].convs.push_back(nn::bind_conv(block.sub("convs", j), in, kWidths[i], 3));
      in = kWidths[i];
    }
    net.blocks_[i].projection = nn::bind_conv(block.sub("projection"), in, 1, 1);
  }
  return net;
}

Tensor Hed::edges(const Tensor& rgb) const {
  Tensor x = rgb - norm_;
  Tensor sum;
  for (const Block& block : blocks_) {
    if (sum.defined()) x = at::max_pool2d(x, {2, 2}, {2, 2});
    for (const nn::Conv2d& conv : block.convs) x = at::relu(conv(x));
    const Tensor logits =
        at::upsample_bilinear2d(block.projection(x), {rgb.size(2), rgb.size(3)}, /*align_corners=*/false);
    sum = sum.defined() ? sum + logits : logits;
  }
  return at::sigmoid(sum / static_cast<double>(blocks_.size())).squeeze(0).squeeze(0);
}

}  // namespace heddle::models
