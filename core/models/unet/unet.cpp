#include "models/unet/unet.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/upsample_bicubic2d.h>
#include <ATen/ops/upsample_nearest2d.h>

#include <stdexcept>

#include "base/run_control.h"
#include "nn/timestep_embedding.h"

namespace heddle::models {

namespace {

nn::ResnetBlock bind_unet_block(tensor::Binder binder, std::int64_t in, std::int64_t out, const UNetConfig& config) {
  return nn::bind_resnet(std::move(binder), {.in = in,
                                             .out = out,
                                             .time_dim = config.time_dim(),
                                             .groups = config.norm_num_groups,
                                             .eps = 1e-5});
}

// Soft masks are made for the picture; a layer needs them over its own positions: (1, h w, 1). Bicubic, as diffusers'
// IPAdapterMaskProcessor.downsample.
Tensor mask_for_grid(const Tensor& mask, std::int64_t height, std::int64_t width, at::ScalarType dtype) {
  return at::upsample_bicubic2d(mask, {height, width}, /*align_corners=*/false).to(dtype).reshape({1, height * width, 1});
}

// x + residual for each skip, in the order in which the down blocks made them.
void add_to_skips(std::vector<Tensor>& skips, const std::vector<Tensor>& residuals) {
  if (residuals.empty()) return;
  if (residuals.size() != skips.size()) {
    throw std::invalid_argument(fmt::format("a UNet of {} skips was given {} residuals", skips.size(), residuals.size()));
  }
  for (std::size_t i = 0; i < skips.size(); ++i) skips[i] = skips[i] + residuals[i];
}

}  // namespace

void UNetInput::add_residuals(std::span<const Tensor> down, const Tensor& mid) {
  if (down_residuals.empty()) {
    down_residuals.assign(down.begin(), down.end());
  } else if (down_residuals.size() == down.size()) {
    for (std::size_t i = 0; i < down.size(); ++i) down_residuals[i] = down_residuals[i] + down[i];
  } else {
    throw std::invalid_argument(fmt::format("{} residuals do not add to {}", down.size(), down_residuals.size()));
  }
  if (mid.defined()) mid_residual = mid_residual.defined() ? mid_residual + mid : mid;
}

// One walk through the network: hands each transformer its text and image keys in the order data flows.
class UNet::Pass {
 public:
  Pass(const UNet& net, const UNetInput& input) : input_(input) {
    const Tensor& like = net.norm_out_.weight;  // of the type to compute in, unlike kernels
    const Tensor embedding = nn::timestep_embedding(input.timesteps, net.config_.block_out_channels.front());
    const Tensor temb = net.time_linear_2_(at::silu(net.time_linear_1_(embedding.to(like.options()))));
    temb_activated_ = at::silu(temb);
  }

  Tensor resnet(const nn::ResnetBlock& block, const Tensor& x) const {
    if (input_.control.cancelled()) throw CancelledException();
    return block(x, temb_activated_);
  }

  Tensor transformer(const nn::SpatialTransformer& block, const Tensor& x) {
    const std::size_t count = block.blocks.size();
    std::vector<std::vector<nn::ImagePromptTerm>> terms(input_.image_prompts.empty() ? 0 : count);
    for (std::size_t i = 0; i < terms.size(); ++i) {
      for (const ImagePrompt& prompt : input_.image_prompts) terms[i].push_back(term(prompt, layer_ + i, x));
    }
    const std::span<const nn::KeyValue> text(input_.text.data() + layer_, count);
    layer_ += count;
    return block(x, text, terms);
  }

 private:
  static nn::ImagePromptTerm term(const ImagePrompt& prompt, std::size_t layer, const Tensor& x) {
    nn::ImagePromptTerm term{prompt.layers[layer], prompt.scales[layer], {}};
    if (prompt.mask.defined() && term.scale != 0) {
      term.mask = mask_for_grid(prompt.mask, x.size(2), x.size(3), x.scalar_type());
    }
    return term;
  }

  const UNetInput& input_;
  Tensor temb_activated_;  // (batch, time_dim)
  std::size_t layer_ = 0;
};

nn::SpatialTransformer UNet::bind_transformer(const tensor::Binder& block, std::size_t index, std::size_t level) const {
  const nn::TransformerShape shape{.channels = config_.block_out_channels[level],
                                   .heads = config_.heads[level],
                                   .context_dim = config_.cross_attention_dim,
                                   .groups = config_.norm_num_groups,
                                   .depth = static_cast<int>(config_.transformer_layers[level]),
                                   .linear_projection = config_.use_linear_projection};
  return nn::bind_spatial_transformer(block.sub("attentions", index), shape);
}

void UNet::build_down(const tensor::Binder& binder) {
  std::int64_t in = config_.block_out_channels.front();
  for (std::size_t i = 0; i < config_.levels(); ++i) {
    const tensor::Binder block = binder.sub("down_blocks", i);
    const std::int64_t out = config_.block_out_channels[i];
    Level level;
    for (std::size_t j = 0; j < static_cast<std::size_t>(config_.layers_per_block); ++j) {
      level.resnets.push_back(bind_unet_block(block.sub("resnets", j), j == 0 ? in : out, out, config_));
      if (config_.down_attention[i]) level.transformers.push_back(bind_transformer(block, j, i));
    }
    if (i + 1 < config_.levels()) level.resample = nn::bind_conv(block.sub("downsamplers.0.conv"), out, out, 3, 2);
    down_.push_back(std::move(level));
    in = out;
  }
}

void UNet::build_up(const tensor::Binder& binder) {
  const auto& channels = config_.block_out_channels;
  std::int64_t in = channels.back();
  for (std::size_t i = 0; i < config_.levels(); ++i) {
    const std::size_t mirrored = config_.levels() - 1 - i;
    const tensor::Binder block = binder.sub("up_blocks", i);
    const std::int64_t out = channels[mirrored];
    const std::int64_t last_skip = channels[mirrored == 0 ? 0 : mirrored - 1];
    const auto count = static_cast<std::size_t>(config_.layers_per_block) + 1;
    Level level;
    for (std::size_t j = 0; j < count; ++j) {
      const std::int64_t skip = j + 1 == count ? last_skip : out;
      level.resnets.push_back(bind_unet_block(block.sub("resnets", j), (j == 0 ? in : out) + skip, out, config_));
      if (config_.up_attention[i]) level.transformers.push_back(bind_transformer(block, j, mirrored));
    }
    if (i + 1 < config_.levels()) level.resample = nn::bind_conv(block.sub("upsamplers.0.conv"), out, out, 3);
    up_.push_back(std::move(level));
    in = out;
  }
}

UNet UNet::build(tensor::Binder binder, const UNetConfig& config) {
  UNet net;
  net.config_ = config;
  net.layers_ = weights::layouts::cross_attention_layers(config);
  const std::int64_t top = config.block_out_channels.front(), bottom = config.block_out_channels.back();
  net.time_linear_1_ = nn::bind_linear(binder.sub("time_embedding.linear_1"), top, config.time_dim());
  net.time_linear_2_ = nn::bind_linear(binder.sub("time_embedding.linear_2"), config.time_dim(), config.time_dim());
  net.conv_in_ = nn::bind_conv(binder.sub("conv_in"), config.in_channels, top, 3);
  net.build_down(binder);
  const tensor::Binder mid = binder.sub("mid_block");
  net.mid_resnet_0_ = bind_unet_block(mid.sub("resnets.0"), bottom, bottom, config);
  if (config.mid_attention) net.mid_transformer_ = net.bind_transformer(mid, 0, config.levels() - 1);
  net.mid_resnet_1_ = bind_unet_block(mid.sub("resnets.1"), bottom, bottom, config);
  net.build_up(binder);
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
  const auto project = [&](const nn::SpatialTransformer& layer) {
    for (const nn::TransformerBlock& block : layer.blocks) projected.push_back(block.project_context(context));
  };
  for (const Level& level : down_) std::ranges::for_each(level.transformers, project);
  if (mid_transformer_) project(*mid_transformer_);
  for (const Level& level : up_) std::ranges::for_each(level.transformers, project);
  return projected;
}

Tensor UNet::forward(const UNetInput& input) const {
  Pass pass(*this, input);
  Tensor x = conv_in_(input.sample.to(norm_out_.weight.scalar_type()));
  std::vector<Tensor> skips{x};
  for (const Level& level : down_) {
    for (std::size_t i = 0; i < level.resnets.size(); ++i) {
      x = pass.resnet(level.resnets[i], x);
      if (!level.transformers.empty()) x = pass.transformer(level.transformers[i], x);
      skips.push_back(x);
    }
    if (level.resample.weight.defined()) skips.push_back(x = level.resample(x));
  }
  x = pass.resnet(mid_resnet_0_, x);
  if (mid_transformer_) x = pass.transformer(*mid_transformer_, x);
  x = pass.resnet(mid_resnet_1_, x);
  add_to_skips(skips, input.down_residuals);
  if (input.mid_residual.defined()) x = x + input.mid_residual;
  for (const Level& level : up_) {
    for (std::size_t i = 0; i < level.resnets.size(); ++i) {
      x = pass.resnet(level.resnets[i], at::cat({x, skips.back()}, 1));
      skips.pop_back();
      if (!level.transformers.empty()) x = pass.transformer(level.transformers[i], x);
    }
    if (level.resample.weight.defined()) {
      const Tensor& skip = skips.back();  // its size is the grid to return to, so odd sides work
      x = level.resample(at::upsample_nearest2d(x, {skip.size(2), skip.size(3)}));
    }
  }
  return conv_out_(at::silu(norm_out_(x)));
}

}  // namespace heddle::models
