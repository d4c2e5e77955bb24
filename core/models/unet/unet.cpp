#include "models/unet/unet.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/upsample_nearest2d.h>
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace heddle::models {

namespace {

// x + residual for each skip, in the order in which the down blocks made them.
void add_to_skips(std::vector<Tensor>& skips, const std::vector<Tensor>& residuals) {
  if (residuals.empty()) return;
  if (residuals.size() != skips.size()) {
    throw std::invalid_argument(
        fmt::format("a UNet of {} skips was given {} residuals", skips.size(), residuals.size()));
  }
  for (std::size_t i = 0; i < skips.size(); ++i) skips[i] = skips[i] + residuals[i];
}

void add_each(std::vector<Tensor>& sums, std::span<const Tensor> more) {
  if (sums.empty()) {
    sums.assign(more.begin(), more.end());
  } else if (sums.size() == more.size()) {
    for (std::size_t i = 0; i < more.size(); ++i) sums[i] = sums[i] + more[i];
  } else {
    throw std::invalid_argument(fmt::format("{} residuals do not add to {}", more.size(), sums.size()));
  }
}

}  // namespace

void UNetInput::add_residuals(std::span<const Tensor> down, const Tensor& mid) {
  add_each(down_residuals, down);
  if (mid.defined()) mid_residual = mid_residual.defined() ? mid_residual + mid : mid;
}

void UNetInput::add_level_residuals(std::span<const Tensor> levels) { add_each(level_residuals, levels); }

void UNet::build_up(const tensor::Binder& binder) {
  const auto& channels = config_.block_out_channels;
  std::int64_t in = channels.back();
  for (std::size_t i = 0; i < config_.levels(); ++i) {
    const std::size_t mirrored = config_.levels() - 1 - i;
    const tensor::Binder block = binder.sub("up_blocks", i);
    const std::int64_t out = channels[mirrored];
    const std::int64_t last_skip = channels[mirrored == 0 ? 0 : mirrored - 1];
    const auto count = static_cast<std::size_t>(config_.layers_per_block) + 1;
    UNetLevel level;
    for (std::size_t j = 0; j < count; ++j) {
      const std::int64_t skip = j + 1 == count ? last_skip : out;
      level.resnets.push_back(bind_unet_resnet(block.sub("resnets", j), (j == 0 ? in : out) + skip, out, config_));
      if (config_.up_attention[i]) level.transformers.push_back(bind_unet_transformer(block, j, mirrored, config_));
    }
    if (i + 1 < config_.levels()) level.resample = nn::bind_conv(block.sub("upsamplers.0.conv"), out, out, 3);
    up_.push_back(std::move(level));
    in = out;
  }
}

UNet UNet::build(const tensor::Binder& binder, const UNetConfig& config) {
  UNet net;
  net.config_ = config;
  net.layers_ = weights::layouts::cross_attention_layers(config);
  net.encoder_ = UNetEncoder::bind(binder, config);
  net.build_up(binder);
  const std::int64_t top = config.block_out_channels.front();
  net.norm_out_ = nn::bind_group_norm(binder.sub("conv_norm_out"), top, config.norm_num_groups, 1e-5);
  net.conv_out_ = nn::bind_conv(binder.sub("conv_out"), top, config.out_channels, 3, 1, 0.1);
  return net;
}

Result<UNet> UNet::bind(const tensor::NamedTensors& weights, const UNetConfig& config) {
  if (config.class_embedding_width > 0 || config.added_embedding_width > 0) {
    return fail(ErrorKind::unsupported, "[unet.load] this UNet also reads {}, which Heddle's does not",
                config.added_embedding_width > 0 ? "sizes and a second text (SDXL)" : "an image embedding (unCLIP)");
  }
  const tensor::Binder binder = tensor::Binder::lookup(weights);
  UNet net = build(binder, config);
  if (auto bound = binder.finish("unet"); !bound) return heddle::forward(bound);
  return net;
}

void UNet::initialise(tensor::NamedTensors& weights, const UNetConfig& config, at::Generator generator) {
  build(tensor::Binder::initialise(weights, std::move(generator)), config);
}

std::vector<nn::KeyValue> UNet::project_context(const Tensor& context) const {
  std::vector<nn::KeyValue> projected;
  encoder_.project_context(context, projected);
  for (const UNetLevel& level : up_) {
    for (const nn::SpatialTransformer& layer : level.transformers) {
      for (const nn::TransformerBlock& block : layer.blocks) projected.push_back(block.project_context(context));
    }
  }
  return projected;
}

Tensor UNet::forward(const UNetInput& input) const {
  return walk(input, input.references.empty() ? ReferenceWalk() : ReferenceWalk(input.references, input.unconditional));
}

KeptReference UNet::reference(const UNetInput& input, const ReferenceChoice& choice) const {
  KeptReference kept{std::vector<Tensor>(choice.tokens.size()), std::vector<BlockMoments>(choice.moments.size())};
  (void)walk(input, ReferenceWalk(choice, kept));
  return kept;
}

std::size_t UNet::block_count() const {
  return config_.levels() * static_cast<std::size_t>(2 * config_.layers_per_block + 1) + 1;
}

Tensor UNet::walk(const UNetInput& input, ReferenceWalk reference) const {
  UNetPass pass(encoder_.embed(input.timesteps, config_), input.text, input.image_prompts, input.control, reference,
                input.probe);
  UNetEncoder::Output encoded =
      encoder_.forward(pass, encoder_.conv_in(input.sample.to(norm_out_.weight.scalar_type())), input.level_residuals);
  std::vector<Tensor>& skips = encoded.skips;
  add_to_skips(skips, input.down_residuals);
  Tensor x = std::move(encoded.mid);
  if (input.mid_residual.defined()) x = x + input.mid_residual;
  for (const UNetLevel& level : up_) {
    for (std::size_t i = 0; i < level.resnets.size(); ++i) {
      x = pass.resnet(level.resnets[i], at::cat({x, skips.back()}, 1));
      skips.pop_back();
      if (!level.transformers.empty()) x = pass.transformer(level.transformers[i], x);
      if (i + 1 == level.resnets.size() && level.resample.weight.defined()) {
        const Tensor& skip = skips.back();  // its size is the grid to return to, so odd sides work
        x = level.resample(at::upsample_nearest2d(x, {skip.size(2), skip.size(3)}));
      }
      x = pass.finished(x);
    }
  }
  return conv_out_(nn::group_norm_silu(norm_out_, x));
}

}  // namespace heddle::models
