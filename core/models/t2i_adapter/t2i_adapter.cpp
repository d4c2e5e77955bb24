#include "models/t2i_adapter/t2i_adapter.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/avg_pool2d.h>
#include <ATen/ops/pixel_unshuffle.h>
#include <ATen/ops/relu.h>

#include <cstddef>
#include <cstdint>
#include <utility>

namespace heddle::models {

namespace {

constexpr std::int64_t kNarrowing = 4;  // a light adapter's blocks are a quarter as wide as its features

// Half the side; an odd row or column is kept, as the UNet's own downsampler keeps it.
Tensor halved(const Tensor& x) { return at::avg_pool2d(x, {2, 2}, {2, 2}, {0, 0}, /*ceil_mode=*/true); }

}  // namespace

Tensor T2IAdapter::Block::operator()(const Tensor& x) const { return block2(at::relu(block1(x))) + x; }

T2IAdapter T2IAdapter::build(const tensor::Binder& binder, const T2IAdapterConfig& config) {
  T2IAdapter net;
  net.config_ = config;
  const tensor::Binder adapter = binder.sub("adapter");
  std::int64_t in = config.unshuffled();
  if (!config.light) {
    net.conv_in_ = nn::bind_conv(adapter.sub("conv_in"), in, config.widths.front(), 3);
    in = config.widths.front();
  }
  for (std::size_t i = 0; i < config.widths.size(); ++i) {
    const tensor::Binder body = adapter.sub("body", i);
    const std::int64_t width = config.widths[i];
    const std::int64_t inner = config.light ? width / kNarrowing : width;
    Level level;
    if (config.light || in != width) level.in_conv = nn::bind_conv(body.sub("in_conv"), in, inner, 1);
    for (std::size_t j = 0; j < static_cast<std::size_t>(config.layers_per_level); ++j) {
      const tensor::Binder block = body.sub("resnets", j);
      level.blocks.push_back({nn::bind_conv(block.sub("block1"), inner, inner, 3),
                              nn::bind_conv(block.sub("block2"), inner, inner, config.light ? 3 : 1)});
    }
    if (config.light) level.out_conv = nn::bind_conv(body.sub("out_conv"), inner, width, 1);
    net.levels_.push_back(std::move(level));
    in = width;
  }
  return net;
}

Result<T2IAdapter> T2IAdapter::bind(const tensor::NamedTensors& weights, const T2IAdapterConfig& config) {
  const tensor::Binder binder = tensor::Binder::lookup(weights);
  T2IAdapter net = build(binder, config);
  if (auto bound = binder.finish("t2i_adapter"); !bound) return forward(bound);
  return net;
}

void T2IAdapter::initialise(tensor::NamedTensors& weights, const T2IAdapterConfig& config, at::Generator generator) {
  build(tensor::Binder::initialise(weights, std::move(generator)), config);
}

std::vector<Tensor> T2IAdapter::features(const Tensor& map) const {
  const Tensor& kind = levels_.front().blocks.front().block1.bias;  // kernels may be stored in another type
  Tensor x = at::pixel_unshuffle(map.to(kind.options()), config_.factor);
  if (conv_in_) x = (*conv_in_)(x);
  std::vector<Tensor> features;
  for (const Level& level : levels_) {
    if (!features.empty()) x = halved(x);
    if (level.in_conv) x = (*level.in_conv)(x);
    for (const Block& block : level.blocks) x = block(x);
    if (level.out_conv) x = (*level.out_conv)(x);
    features.push_back(x);
  }
  return features;
}

}  // namespace heddle::models
