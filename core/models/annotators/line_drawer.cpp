#include "models/annotators/line_drawer.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/conv_transpose2d.h>
#include <ATen/ops/reflection_pad2d.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/sigmoid.h>

#include <cstddef>
#include <cstdint>

#include "models/annotators/instance_norm.h"

namespace heddle::models {

namespace {

constexpr std::int64_t kThin = 64;

// Beyond the edge the picture is mirrored.
Tensor mirrored_conv(const nn::Conv2d& conv, const Tensor& x) {
  const std::int64_t side = conv.weight.size(2) / 2;
  return at::conv2d(at::reflection_pad2d(x, {side, side, side, side}), conv.weight, conv.bias);
}

nn::Conv2d bind_transposed(tensor::Binder binder, std::int64_t in, std::int64_t out) {
  nn::Conv2d layer;
  layer.weight = binder.tensor("weight", {in, out, 3, 3}, tensor::Init::fan_in());
  layer.bias = binder.tensor("bias", {out}, tensor::Init::constant(0));
  return layer;
}

}  // namespace

LineDrawer LineDrawer::build(const tensor::Binder& binder) {
  LineDrawer net;
  net.in_ = nn::bind_conv(binder.sub("model0", 1), 3, kThin, 7);
  for (std::size_t i = 0; i < net.down_.size(); ++i)
    net.down_[i] = nn::bind_conv(binder.sub("model1", 3 * i), kThin << i, kThin << (i + 1), 3, 2);
  const std::int64_t wide = 4 * kThin;
  for (std::size_t i = 0; i < net.middle_.size(); ++i) {
    const tensor::Binder block = binder.sub("model2", i);
    net.middle_[i] = {nn::bind_conv(block.sub("conv_block", 1), wide, wide, 3),
                      nn::bind_conv(block.sub("conv_block", 5), wide, wide, 3)};
  }
  for (std::size_t i = 0; i < net.up_.size(); ++i)
    net.up_[i] = bind_transposed(binder.sub("model3", 3 * i), wide >> i, wide >> (i + 1));
  net.out_ = nn::bind_conv(binder.sub("model4", 1), kThin, 1, 7);
  return net;
}

Tensor LineDrawer::drawing(const Tensor& rgb) const {
  Tensor x = at::relu(instance_norm(mirrored_conv(in_, rgb / 255)));
  for (const nn::Conv2d& conv : down_) x = at::relu(instance_norm(conv(x)));
  for (const Residual& block : middle_)
    x = x + instance_norm(mirrored_conv(block.second, at::relu(instance_norm(mirrored_conv(block.first, x)))));
  for (const nn::Conv2d& conv : up_)
    x = at::relu(instance_norm(at::conv_transpose2d(x, conv.weight, conv.bias, 2, 1, /*output_padding=*/1)));
  return at::sigmoid(mirrored_conv(out_, x)).squeeze(0).squeeze(0);
}

}  // namespace heddle::models
