#include "models/annotators/dpt_backbone.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/max_pool2d.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/upsample_bilinear2d.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "nn/attention.h"

namespace heddle::models {

namespace {

constexpr std::int64_t kVitHeads = 12;
constexpr std::size_t kVitBlocks = 12;
constexpr std::size_t kVitMiddle = 8;  // the block whose tokens are `middle`
constexpr std::int64_t kVitGrid = 24;  // patches a side in training

// Each filter to mean 0 and deviation 1. Undefined stays undefined.
Tensor standardised(const Tensor& kernel) {
  if (!kernel.defined()) return kernel;
  const Tensor flat = kernel.flatten(1);
  const Tensor centred = flat - flat.mean(1, true);
  return (centred / (centred.square().mean(1, true) + 1e-8).sqrt()).reshape(kernel.sizes());
}

// Padded as TensorFlow's "same": what is odd goes to the right and below.
Tensor padded_same(const Tensor& x, std::int64_t side, std::int64_t stride, double value) {
  const auto missing = [&](std::int64_t size) {
    return std::max<std::int64_t>(((size + stride - 1) / stride - 1) * stride + side - size, 0);
  };
  const std::int64_t down = missing(x.size(2)), across = missing(x.size(3));
  if (down == 0 && across == 0) return x;
  return at::constant_pad_nd(x, {across / 2, across - across / 2, down / 2, down - down / 2}, value);
}

Tensor same_conv(const Tensor& x, const Tensor& kernel, int stride) {
  return at::conv2d(padded_same(x, kernel.size(2), stride, 0), kernel, {}, stride);
}

Tensor bind_standardised(tensor::Binder binder, std::int64_t out, std::int64_t in, int side) {
  return standardised(binder.tensor("weight", {out, in, side, side}, tensor::Init::fan_in()));
}

nn::GroupNorm bind_bit_norm(const tensor::Binder& binder, std::int64_t channels) {
  return nn::bind_group_norm(binder, channels, 32, 1e-5);
}

}  // namespace

Tensor DptBackbone::Bottleneck::operator()(const Tensor& x) const {
  const Tensor beside = shortcut.defined() ? shortcut_norm(same_conv(x, shortcut, stride)) : x;
  Tensor y = at::relu(norms[0](same_conv(x, kernels[0], 1)));
  y = at::relu(norms[1](same_conv(y, kernels[1], stride)));
  return at::relu(norms[2](same_conv(y, kernels[2], 1)) + beside);
}

Tensor DptBackbone::Block::operator()(const Tensor& given) const {
  const auto parts = qkv(norm1(given)).chunk(3, -1);
  const Tensor x = given + out(nn::attention(parts[0], parts[1], parts[2], kVitHeads));
  return x + fc2(at::gelu(fc1(norm2(x))));
}

DptBackbone::Bottleneck DptBackbone::build_bottleneck(const tensor::Binder& binder, std::int64_t in, std::int64_t out,
                                                      int stride) {
  const std::int64_t inner = out / 4;
  Bottleneck block;
  block.kernels = {bind_standardised(binder.sub("conv1"), inner, in, 1),
                   bind_standardised(binder.sub("conv2"), inner, inner, 3),
                   bind_standardised(binder.sub("conv3"), out, inner, 1)};
  block.norms = {bind_bit_norm(binder.sub("norm1"), inner), bind_bit_norm(binder.sub("norm2"), inner),
                 bind_bit_norm(binder.sub("norm3"), out)};
  if (in != out) {
    const tensor::Binder shortcut = binder.sub("downsample");
    block.shortcut = bind_standardised(shortcut.sub("conv"), out, in, 1);
    block.shortcut_norm = bind_bit_norm(shortcut.sub("norm"), out);
  }
  block.stride = stride;
  return block;
}

DptBackbone DptBackbone::build(const tensor::Binder& binder) {
  constexpr std::array<std::int64_t, 3> kWidths = {256, 512, 1024};
  constexpr std::array<std::size_t, 3> kDepths = {3, 4, 9};
  DptBackbone net;
  tensor::Binder top = binder;
  const tensor::Binder patches = binder.sub("patch_embed"), resnet = patches.sub("backbone");
  net.stem_ = bind_standardised(resnet.sub("stem").sub("conv"), 64, 3, 7);
  net.stem_norm_ = bind_bit_norm(resnet.sub("stem").sub("norm"), 64);
  std::int64_t in = 64;
  for (std::size_t i = 0; i < kWidths.size(); ++i) {
    for (std::size_t j = 0; j < kDepths[i]; ++j) {
      const int stride = i > 0 && j == 0 ? 2 : 1;
      net.stages_[i].push_back(build_bottleneck(resnet.sub("stages", i).sub("blocks", j), in, kWidths[i], stride));
      in = kWidths[i];
    }
  }
  net.project_ = nn::bind_conv(patches.sub("proj"), in, kWidth, 1);
  net.class_token_ = top.tensor("cls_token", {1, 1, kWidth}, tensor::Init::normal(0.02));
  net.positions_ = top.tensor("pos_embed", {1, 1 + kVitGrid * kVitGrid, kWidth}, tensor::Init::normal(0.02));
  for (std::size_t i = 0; i < kVitBlocks; ++i) {
    const tensor::Binder block = binder.sub("blocks", i);
    net.blocks_.push_back({nn::bind_layer_norm(block.sub("norm1"), kWidth, 1e-6),
                           nn::bind_layer_norm(block.sub("norm2"), kWidth, 1e-6),
                           nn::bind_linear(block.sub("attn").sub("qkv"), kWidth, 3 * kWidth),
                           nn::bind_linear(block.sub("attn").sub("proj"), kWidth, kWidth),
                           nn::bind_linear(block.sub("mlp").sub("fc1"), kWidth, 4 * kWidth),
                           nn::bind_linear(block.sub("mlp").sub("fc2"), 4 * kWidth, kWidth)});
  }
  return net;
}

// The learned places of 24 x 24 patches, stretched over the picture's.
Tensor DptBackbone::positions(std::int64_t rows, std::int64_t columns) const {
  const Tensor grid =
      positions_.narrow(1, 1, kVitGrid * kVitGrid).reshape({1, kVitGrid, kVitGrid, kWidth}).permute({0, 3, 1, 2});
  const Tensor stretched = at::upsample_bilinear2d(grid, {rows, columns}, /*align_corners=*/false);
  return at::cat({positions_.narrow(1, 0, 1), stretched.flatten(2).transpose(1, 2)}, 1);
}

DptBackbone::Features DptBackbone::operator()(const Tensor& pixels) const {
  Features features;
  Tensor x = at::relu(stem_norm_(same_conv(pixels, stem_, 2)));
  x = at::max_pool2d(padded_same(x, 3, 2, -std::numeric_limits<double>::infinity()), {3, 3}, {2, 2});
  for (std::size_t i = 0; i < stages_.size(); ++i) {
    for (const Bottleneck& block : stages_[i]) x = block(x);
    if (i == 0) features.fine = x;
    if (i == 1) features.coarse = x;
  }
  const std::int64_t rows = x.size(2), columns = x.size(3);
  x = at::cat({class_token_, project_(x).flatten(2).transpose(1, 2)}, 1) + positions(rows, columns);
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    x = blocks_[i](x);
    if (i == kVitMiddle) features.middle = x;
  }
  features.last = x;
  return features;
}

}  // namespace heddle::models
