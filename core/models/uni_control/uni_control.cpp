#include "models/uni_control/uni_control.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/zeros.h>
#include <fmt/format.h>

#include <string>
#include <utility>

namespace heddle::models {

namespace {

// The first norms of each level have no numbers of their own: the maps give them.
tensor::NamedTensors with_plain_norms(tensor::NamedTensors weights, const UniControlConfig& config) {
  const std::vector<std::int64_t>& levels = config.unet.block_out_channels;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const std::string block = fmt::format("down_blocks.{}.resnets.0.", i);
    const auto like = weights.find(block + "conv1.bias");
    if (like == weights.end()) continue;  // binding says what is missing
    const at::TensorOptions kind = like->second.options();
    const std::int64_t in = levels[i == 0 ? 0 : i - 1];
    weights[block + "norm1.weight"] = at::ones({in}, kind);
    weights[block + "norm1.bias"] = at::zeros({in}, kind);
    weights[block + "norm2.weight"] = at::ones({levels[i]}, kind);
    weights[block + "norm2.bias"] = at::zeros({levels[i]}, kind);
  }
  return weights;
}

Tensor geglu_of(const Tensor& x) {
  const auto halves = x.chunk(2, -1);
  return halves[0] * at::gelu(halves[1]);
}

}  // namespace

void UniControl::bind_local(const tensor::Binder& binder) {
  encoder_ = UNetEncoder::bind(binder, config_.unet);
  const std::vector<std::int64_t>& levels = config_.unet.block_out_channels;
  std::int64_t in = config_.map_channels;
  for (std::size_t i = 0; i < config_.first_widths.size(); ++i) {
    const bool halves = i == 1 || i == 3;
    pre_.push_back(nn::bind_conv(binder.sub("pre", i), in, config_.first_widths[i], 3, halves ? 2 : 1));
    in = config_.first_widths[i];
  }
  std::int64_t below = levels.front();
  for (std::size_t i = 0; i < config_.feature_widths.size(); ++i) {
    const std::int64_t width = config_.feature_widths[i];
    extractors_.push_back(nn::bind_conv(binder.sub("extractors", i), in, width, 3, 2));
    feature_outs_.push_back(nn::bind_conv(binder.sub("feature_outs", i), width, width, 3, 1, 0));
    const tensor::Binder at_in = binder.sub("modulation", i).sub("in"), at_out = binder.sub("modulation", i).sub("out");
    modulations_.push_back({nn::bind_conv(at_in.sub("gamma"), width, below, 3),
                            nn::bind_conv(at_in.sub("beta"), width, below, 3),
                            nn::bind_conv(at_out.sub("gamma"), width, levels[i], 3),
                            nn::bind_conv(at_out.sub("beta"), width, levels[i], 3)});
    in = width;
    below = levels[i];
  }
  const std::vector<std::int64_t> skips = weights::layouts::skip_channels(config_.unet);
  for (std::size_t i = 0; i < skips.size(); ++i)
    down_outputs_.push_back(nn::bind_conv(binder.sub("controlnet_down_blocks", i), skips[i], skips[i], 1, 1, 0));
  mid_output_ = nn::bind_conv(binder.sub("controlnet_mid_block"), levels.back(), levels.back(), 1, 1, 0);
}

void UniControl::bind_global(const tensor::Binder& binder) {
  const std::int64_t image = config_.image_width, inner = 2 * image;
  const tensor::Binder global = binder.sub("global");
  norm1_ = nn::bind_layer_norm(global.sub("norm1"), image);
  norm2_ = nn::bind_layer_norm(global.sub("norm2"), inner);
  ff1_in_ = nn::bind_linear(global.sub("ff1.in"), image, 8 * image);
  ff1_out_ = nn::bind_linear(global.sub("ff1.out"), 4 * image, inner);
  ff2_in_ = nn::bind_linear(global.sub("ff2.in"), inner, 8 * inner);
  ff2_out_ = nn::bind_linear(global.sub("ff2.out"), 4 * inner, config_.tokens * image);
}

Result<UniControl> UniControl::bind(const tensor::NamedTensors& weights, const UniControlConfig& config) {
  const tensor::NamedTensors whole = with_plain_norms(weights, config);
  const tensor::Binder binder = tensor::Binder::lookup(whole);
  UniControl net;
  net.config_ = config;
  net.bind_local(binder);
  net.bind_global(binder);
  if (auto bound = binder.finish("uni_control"); !bound) return heddle::forward(bound);
  return net;
}

std::vector<nn::ResnetModulation> UniControl::encode_maps(const Tensor& maps) const {
  Tensor x = maps.to(encoder_.mid_resnet_0.norm1.weight.options());
  for (const nn::Conv2d& conv : pre_) x = at::silu(conv(x));
  std::vector<nn::ResnetModulation> encoded;
  for (std::size_t i = 0; i < extractors_.size(); ++i) {
    x = at::silu(extractors_[i](x));
    const Tensor features = feature_outs_[i](x);
    const Modulation& modulation = modulations_[i];
    encoded.push_back({modulation.in_gamma(features) + 1.0, modulation.in_beta(features),
                       modulation.out_gamma(features) + 1.0, modulation.out_beta(features)});
  }
  return encoded;
}

Tensor UniControl::tokens(const Tensor& image_embeds) const {
  const Tensor x = image_embeds.to(norm1_.weight.options());
  const Tensor inner = ff1_out_(geglu_of(ff1_in_(norm1_(x))));
  const Tensor all = ff2_out_(geglu_of(ff2_in_(norm2_(inner))));
  return all.reshape({x.size(0), config_.tokens, config_.image_width});
}

std::vector<nn::KeyValue> UniControl::project_context(const Tensor& context) const {
  std::vector<nn::KeyValue> projected;
  encoder_.project_context(context, projected);
  return projected;
}

ControlResiduals UniControl::forward(const UniControlInput& input) const {
  const std::vector<ImagePrompt> no_prompts;
  UNetPass pass(encoder_.embed(input.timesteps, config_.unet), input.text, no_prompts, input.control);
  const at::ScalarType dtype = encoder_.mid_resnet_0.norm1.weight.scalar_type();
  const UNetEncoder::Output encoded = encoder_.forward(pass, encoder_.conv_in(input.sample.to(dtype)), {}, input.maps);
  ControlResiduals residuals;
  for (std::size_t i = 0; i < down_outputs_.size(); ++i) residuals.down.push_back(down_outputs_[i](encoded.skips[i]));
  residuals.mid = mid_output_(encoded.mid);
  return residuals;
}

}  // namespace heddle::models
