#include "models/controlnet/controlnet.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/silu.h>

#include <utility>

namespace heddle::models {

namespace {

std::vector<nn::Conv2d> bind_hint(const tensor::Binder& binder, const ControlNetConfig& config) {
  const auto& widths = config.hint_widths;
  std::vector<nn::Conv2d> convs{nn::bind_conv(binder.sub("conv_in"), config.hint_channels, widths.front(), 3)};
  for (std::size_t i = 0; i + 1 < widths.size(); ++i) {
    convs.push_back(nn::bind_conv(binder.sub("blocks", 2 * i), widths[i], widths[i], 3));
    convs.push_back(nn::bind_conv(binder.sub("blocks", 2 * i + 1), widths[i], widths[i + 1], 3, 2));
  }
  convs.push_back(
      nn::bind_conv(binder.sub("conv_out"), widths.back(), config.unet.block_out_channels.front(), 3, 1, 0));
  return convs;
}

nn::Conv2d bind_output(const tensor::Binder& binder, std::int64_t channels) {
  return nn::bind_conv(binder, channels, channels, 1, 1, 0);
}

}  // namespace

ControlNet ControlNet::build(const tensor::Binder& binder, const ControlNetConfig& config) {
  ControlNet net;
  net.config_ = config;
  net.encoder_ = UNetEncoder::bind(binder, config.unet);
  net.hint_ = bind_hint(binder.sub("controlnet_cond_embedding"), config);
  const std::vector<std::int64_t> skips = weights::layouts::skip_channels(config.unet);
  for (std::size_t i = 0; i < skips.size(); ++i)
    net.down_outputs_.push_back(bind_output(binder.sub("controlnet_down_blocks", i), skips[i]));
  net.mid_output_ = bind_output(binder.sub("controlnet_mid_block"), config.unet.block_out_channels.back());
  return net;
}

Result<ControlNet> ControlNet::bind(const tensor::NamedTensors& weights, const ControlNetConfig& config) {
  const tensor::Binder binder = tensor::Binder::lookup(weights);
  ControlNet net = build(binder, config);
  if (auto bound = binder.finish("controlnet"); !bound) return heddle::forward(bound);
  return net;
}

void ControlNet::initialise(tensor::NamedTensors& weights, const ControlNetConfig& config, at::Generator generator) {
  build(tensor::Binder::initialise(weights, std::move(generator)), config);
}

Tensor ControlNet::encode_hint(const Tensor& map) const {
  Tensor x = map.to(encoder_.mid_resnet_0.norm1.weight.options());
  for (std::size_t i = 0; i + 1 < hint_.size(); ++i) x = at::silu(hint_[i](x));
  return hint_.back()(x);
}

std::vector<nn::KeyValue> ControlNet::project_context(const Tensor& context) const {
  std::vector<nn::KeyValue> projected;
  encoder_.project_context(context, projected);
  return projected;
}

ControlResiduals ControlNet::forward(const ControlNetInput& input) const {
  const std::vector<ImagePrompt> no_prompts;
  UNetPass pass(encoder_.embed(input.timesteps, config_.unet), input.text, no_prompts, input.control);
  const at::ScalarType dtype = encoder_.mid_resnet_0.norm1.weight.scalar_type();
  const UNetEncoder::Output encoded = encoder_.forward(pass, encoder_.conv_in(input.sample.to(dtype)) + input.hint);
  ControlResiduals residuals;
  for (std::size_t i = 0; i < down_outputs_.size(); ++i) residuals.down.push_back(down_outputs_[i](encoded.skips[i]));
  residuals.mid = mid_output_(encoded.mid);
  return residuals;
}

}  // namespace heddle::models
