#include "models/vae/vae.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/upsample_nearest2d.h>

#include "nn/attention.h"

namespace heddle::models {

namespace {

constexpr double kEps = 1e-6;

VaeAttention bind_attention(tensor::Binder binder, std::int64_t channels, std::int64_t groups) {
  return {nn::bind_group_norm(binder.sub("group_norm"), channels, groups, kEps),
          nn::bind_linear(binder.sub("to_q"), channels, channels),
          nn::bind_linear(binder.sub("to_k"), channels, channels),
          nn::bind_linear(binder.sub("to_v"), channels, channels),
          nn::bind_linear(binder.sub("to_out.0"), channels, channels, nn::Bias::yes, 0.5)};
}

nn::ResnetBlock bind_vae_block(tensor::Binder binder, std::int64_t in, std::int64_t out, std::int64_t groups) {
  return nn::bind_resnet(std::move(binder), {.in = in, .out = out, .time_dim = 0, .groups = groups, .eps = kEps});
}

VaeMid bind_mid(const tensor::Binder& binder, std::int64_t channels, std::int64_t groups) {
  return {bind_vae_block(binder.sub("resnets.0"), channels, channels, groups),
          bind_attention(binder.sub("attentions.0"), channels, groups),
          bind_vae_block(binder.sub("resnets.1"), channels, channels, groups)};
}

std::vector<VaeLevel> bind_down(const tensor::Binder& binder, const VaeConfig& config) {
  std::vector<VaeLevel> levels;
  std::int64_t in = config.block_out_channels.front();
  for (std::size_t i = 0; i < config.block_out_channels.size(); ++i) {
    const tensor::Binder block = binder.sub("down_blocks", i);
    const std::int64_t out = config.block_out_channels[i];
    VaeLevel level;
    for (std::int64_t j = 0; j < config.layers_per_block; ++j) {
      level.resnets.push_back(bind_vae_block(block.sub("resnets", static_cast<std::size_t>(j)), j == 0 ? in : out, out,
                                             config.norm_num_groups));
    }
    if (i + 1 < config.block_out_channels.size()) {
      level.resample = nn::bind_conv(block.sub("downsamplers.0.conv"), out, out, 3, 2);
      level.resample.padding = 0;  // the input is padded on the right and the bottom instead
    }
    levels.push_back(std::move(level));
    in = out;
  }
  return levels;
}

std::vector<VaeLevel> bind_up(const tensor::Binder& binder, const VaeConfig& config) {
  std::vector<VaeLevel> levels;
  const auto& channels = config.block_out_channels;
  std::int64_t in = channels.back();
  for (std::size_t i = 0; i < channels.size(); ++i) {
    const tensor::Binder block = binder.sub("up_blocks", i);
    const std::int64_t out = channels[channels.size() - 1 - i];
    VaeLevel level;
    for (std::int64_t j = 0; j <= config.layers_per_block; ++j) {
      level.resnets.push_back(bind_vae_block(block.sub("resnets", static_cast<std::size_t>(j)), j == 0 ? in : out, out,
                                             config.norm_num_groups));
    }
    if (i + 1 < channels.size()) level.resample = nn::bind_conv(block.sub("upsamplers.0.conv"), out, out, 3);
    levels.push_back(std::move(level));
    in = out;
  }
  return levels;
}

}  // namespace

Tensor VaeAttention::operator()(const Tensor& x) const {
  const std::int64_t batch = x.size(0), channels = x.size(1), height = x.size(2), width = x.size(3);
  const Tensor tokens = group_norm(x).view({batch, channels, height * width}).transpose(1, 2);
  const Tensor out = to_out(nn::attention(to_q(tokens), to_k(tokens), to_v(tokens), 1));
  return x + out.transpose(1, 2).reshape({batch, channels, height, width});
}

Tensor VaeMid::operator()(const Tensor& x) const { return resnet1(attention(resnet0(x))); }

Vae Vae::build(tensor::Binder binder, const VaeConfig& config) {
  const auto& channels = config.block_out_channels;
  const std::int64_t groups = config.norm_num_groups, z = config.latent_channels;
  const tensor::Binder encoder = binder.sub("encoder"), decoder = binder.sub("decoder");
  Vae vae;
  vae.config_ = config;
  vae.encoder_conv_in_ = nn::bind_conv(encoder.sub("conv_in"), config.in_channels, channels.front(), 3);
  vae.down_ = bind_down(encoder, config);
  vae.encoder_mid_ = bind_mid(encoder.sub("mid_block"), channels.back(), groups);
  vae.encoder_norm_out_ = nn::bind_group_norm(encoder.sub("conv_norm_out"), channels.back(), groups, kEps);
  vae.encoder_conv_out_ = nn::bind_conv(encoder.sub("conv_out"), channels.back(), 2 * z, 3);
  vae.quant_conv_ = nn::bind_conv(binder.sub("quant_conv"), 2 * z, 2 * z, 1);
  vae.post_quant_conv_ = nn::bind_conv(binder.sub("post_quant_conv"), z, z, 1);
  vae.decoder_conv_in_ = nn::bind_conv(decoder.sub("conv_in"), z, channels.back(), 3);
  vae.decoder_mid_ = bind_mid(decoder.sub("mid_block"), channels.back(), groups);
  vae.up_ = bind_up(decoder, config);
  vae.decoder_norm_out_ = nn::bind_group_norm(decoder.sub("conv_norm_out"), channels.front(), groups, kEps);
  vae.decoder_conv_out_ = nn::bind_conv(decoder.sub("conv_out"), channels.front(), config.out_channels, 3);
  return vae;
}

Result<Vae> Vae::bind(const tensor::NamedTensors& weights, const VaeConfig& config) {
  const tensor::Binder binder = tensor::Binder::lookup(weights);
  Vae vae = build(binder, config);
  if (auto bound = binder.finish("vae"); !bound) return forward(bound);
  return vae;
}

void Vae::initialise(tensor::NamedTensors& weights, const VaeConfig& config, at::Generator generator) {
  build(tensor::Binder::initialise(weights, std::move(generator)), config);
}

Gaussian Vae::encode(const Tensor& image) const {
  Tensor h = encoder_conv_in_(image);
  for (const VaeLevel& level : down_) {
    for (const nn::ResnetBlock& resnet : level.resnets) h = resnet(h);
    if (level.resample.weight.defined()) h = level.resample(at::constant_pad_nd(h, {0, 1, 0, 1}));
  }
  h = encoder_conv_out_(nn::group_norm_silu(encoder_norm_out_, encoder_mid_(h)));
  const auto moments = quant_conv_(h).chunk(2, 1);
  return {moments[0], moments[1].clamp(-30.0, 20.0)};
}

Tensor Vae::decode(const Tensor& latents) const {
  Tensor h = decoder_mid_(decoder_conv_in_(post_quant_conv_(latents)));
  for (const VaeLevel& level : up_) {
    for (const nn::ResnetBlock& resnet : level.resnets) h = resnet(h);
    if (level.resample.weight.defined()) {
      h = level.resample(at::upsample_nearest2d(h, {h.size(2) * 2, h.size(3) * 2}));
    }
  }
  return decoder_conv_out_(nn::group_norm_silu(decoder_norm_out_, h));
}

}  // namespace heddle::models
