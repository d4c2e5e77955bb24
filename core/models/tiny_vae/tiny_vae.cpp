#include "models/tiny_vae/tiny_vae.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/tanh.h>
#include <ATen/ops/upsample_nearest2d.h>

namespace heddle::models {

namespace {

constexpr std::int64_t kImageChannels = 3;
// Weights are drawn from U(-1, 1) / sqrt(fan in), of variance 1 / 3: what keeps the spread of a plain convolution's
// input.
constexpr double kKeepSpread = 1.7320508;

// A 3x3 convolution without a bias.
nn::Conv2d bind_plain_conv(tensor::Binder binder, std::int64_t channels) {
  nn::Conv2d conv;
  conv.weight = binder.tensor("weight", {channels, channels, 3, 3}, tensor::Init::fan_in(kKeepSpread));
  return conv;
}

// The last layer gives RGB in [0, 1]; a new one begins at mid grey.
nn::Conv2d bind_last_conv(tensor::Binder binder, std::int64_t channels) {
  nn::Conv2d conv;
  conv.weight = binder.tensor("weight", {kImageChannels, channels, 3, 3}, tensor::Init::fan_in());
  conv.bias = binder.tensor("bias", {kImageChannels}, tensor::Init::constant(0.5));
  return conv;
}

}  // namespace

Tensor TinyVae::Block::operator()(const Tensor& x) const {
  return at::relu(conv_4(at::relu(conv_2(at::relu(conv_0(x))))) + x);
}

// Numbered as in diffusers: a ReLU and a doubling count as layers.
TinyVae TinyVae::build(tensor::Binder binder, const TinyVaeConfig& config) {
  const tensor::Binder decoder = binder.sub("decoder");
  const std::int64_t width = config.width;
  std::size_t next = 0;
  TinyVae vae;
  vae.config_ = config;
  vae.conv_in_ = nn::bind_conv(decoder.sub("layers", next++), config.latent_channels, width, 3, 1, kKeepSpread);
  ++next;
  for (std::size_t i = 0; i < config.blocks.size(); ++i) {
    const bool is_last = i + 1 == config.blocks.size();
    Level level;
    for (std::int64_t j = 0; j < config.blocks[i]; ++j) {
      const tensor::Binder conv = decoder.sub("layers", next++).sub("conv");
      level.blocks.push_back({nn::bind_conv(conv.sub("0"), width, width, 3),
                              nn::bind_conv(conv.sub("2"), width, width, 3),
                              nn::bind_conv(conv.sub("4"), width, width, 3)});
    }
    if (!is_last) ++next;
    const tensor::Binder last = decoder.sub("layers", next++);
    level.conv = is_last ? bind_last_conv(last, width) : bind_plain_conv(last, width);
    vae.levels_.push_back(std::move(level));
  }
  return vae;
}

Result<TinyVae> TinyVae::bind(const tensor::NamedTensors& weights, const TinyVaeConfig& config) {
  const tensor::Binder binder = tensor::Binder::lookup(weights);
  TinyVae vae = build(binder, config);
  if (auto bound = binder.finish("vae_tiny"); !bound) return forward(bound);
  return vae;
}

void TinyVae::initialise(tensor::NamedTensors& weights, const TinyVaeConfig& config, at::Generator generator) {
  build(tensor::Binder::initialise(weights, std::move(generator)), config);
}

Tensor TinyVae::decode(const Tensor& latents) const {
  Tensor h = at::relu(conv_in_(at::tanh(latents / 3.0) * 3.0));  // far values bend towards +-3
  for (const Level& level : levels_) {
    for (const Block& block : level.blocks) h = block(h);
    if (&level != &levels_.back()) h = at::upsample_nearest2d(h, {h.size(2) * 2, h.size(3) * 2});
    h = level.conv(h);
  }
  return h * 2.0 - 1.0;
}

}  // namespace heddle::models
