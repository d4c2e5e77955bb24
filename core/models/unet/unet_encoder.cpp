#include "models/unet/unet_encoder.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/upsample_bicubic2d.h>
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "nn/timestep_embedding.h"

namespace heddle::models {

namespace {

// Soft masks are made for the picture; a layer needs them over its own positions: (1, h w, 1). Bicubic, as diffusers'
// IPAdapterMaskProcessor.downsample.
Tensor mask_for_grid(const Tensor& mask, std::int64_t height, std::int64_t width, at::ScalarType dtype) {
  return at::upsample_bicubic2d(mask, {height, width}, /*align_corners=*/false)
      .to(dtype)
      .reshape({1, height * width, 1});
}

nn::ImagePromptTerm prompt_term(const ImagePrompt& prompt, std::size_t layer, const Tensor& x) {
  nn::ImagePromptTerm term{prompt.layers[layer], prompt.scales[layer], {}};
  if (prompt.mask.defined() && term.scale != 0) {
    term.mask = mask_for_grid(prompt.mask, x.size(2), x.size(3), x.scalar_type());
  }
  return term;
}

}  // namespace

nn::ResnetBlock bind_unet_resnet(tensor::Binder binder, std::int64_t in, std::int64_t out, const UNetConfig& config) {
  return nn::bind_resnet(
      std::move(binder),
      {.in = in, .out = out, .time_dim = config.time_dim(), .groups = config.norm_num_groups, .eps = 1e-5});
}

nn::SpatialTransformer bind_unet_transformer(const tensor::Binder& block, std::size_t index, std::size_t level,
                                             const UNetConfig& config) {
  const nn::TransformerShape shape{.channels = config.block_out_channels[level],
                                   .heads = config.heads[level],
                                   .context_dim = config.cross_attention_dim,
                                   .groups = config.norm_num_groups,
                                   .depth = static_cast<int>(config.transformer_layers[level]),
                                   .linear_projection = config.use_linear_projection};
  return nn::bind_spatial_transformer(block.sub("attentions", index), shape);
}

UNetPass::UNetPass(const Tensor& embedding, const std::vector<nn::KeyValue>& text,
                   const std::vector<ImagePrompt>& image_prompts, RunControl control, ReferenceWalk reference,
                   nn::AttentionProbe* probe)
    : text_(text),
      image_prompts_(image_prompts),
      control_(std::move(control)),
      reference_(reference),
      probe_(probe),
      embedding_(at::silu(embedding)) {}

Tensor UNetPass::resnet(const nn::ResnetBlock& block, const Tensor& x, const nn::ResnetModulation* modulation) const {
  if (control_.cancelled()) throw CancelledException();
  return block(x, embedding_, modulation);
}

Tensor UNetPass::transformer(const nn::SpatialTransformer& block, const Tensor& x) {
  const std::size_t count = block.blocks.size();
  std::vector<std::vector<nn::ImagePromptTerm>> terms(image_prompts_.empty() ? 0 : count);
  for (std::size_t i = 0; i < terms.size(); ++i) {
    for (const ImagePrompt& prompt : image_prompts_) terms[i].push_back(prompt_term(prompt, layer_ + i, x));
  }
  std::vector<nn::SelfReference> references;
  for (std::size_t i = 0; i < count; ++i) references.push_back(reference_.attention(layer_ + i));
  const std::span<const nn::KeyValue> text(text_.data() + layer_, count);
  layer_ += count;
  return block(x, text, terms, references, probe_);
}

UNetEncoder UNetEncoder::bind(const tensor::Binder& binder, const UNetConfig& config) {
  UNetEncoder encoder;
  const std::int64_t top = config.block_out_channels.front(), bottom = config.block_out_channels.back();
  encoder.time_linear_1 = nn::bind_linear(binder.sub("time_embedding.linear_1"), top, config.time_dim());
  encoder.time_linear_2 = nn::bind_linear(binder.sub("time_embedding.linear_2"), config.time_dim(), config.time_dim());
  encoder.conv_in = nn::bind_conv(binder.sub("conv_in"), config.in_channels, top, 3);
  std::int64_t in = top;
  for (std::size_t i = 0; i < config.levels(); ++i) {
    const tensor::Binder block = binder.sub("down_blocks", i);
    const std::int64_t out = config.block_out_channels[i];
    UNetLevel level;
    for (std::size_t j = 0; j < static_cast<std::size_t>(config.layers_per_block); ++j) {
      level.resnets.push_back(bind_unet_resnet(block.sub("resnets", j), j == 0 ? in : out, out, config));
      if (config.down_attention[i]) level.transformers.push_back(bind_unet_transformer(block, j, i, config));
    }
    if (i + 1 < config.levels()) level.resample = nn::bind_conv(block.sub("downsamplers.0.conv"), out, out, 3, 2);
    encoder.down.push_back(std::move(level));
    in = out;
  }
  const tensor::Binder mid = binder.sub("mid_block");
  encoder.mid_resnet_0 = bind_unet_resnet(mid.sub("resnets.0"), bottom, bottom, config);
  if (config.mid_attention) encoder.mid_transformer = bind_unet_transformer(mid, 0, config.levels() - 1, config);
  encoder.mid_resnet_1 = bind_unet_resnet(mid.sub("resnets.1"), bottom, bottom, config);
  return encoder;
}

Tensor UNetEncoder::embed(const Tensor& timesteps, const UNetConfig& config) const {
  const Tensor embedding = nn::timestep_embedding(timesteps, config.block_out_channels.front());
  const at::ScalarType dtype =
      mid_resnet_0.norm1.weight.scalar_type();  // of a norm: kernels may be stored in another type
  return time_linear_2(at::silu(time_linear_1(embedding.to(mid_resnet_0.norm1.weight.device(), dtype))));
}

void UNetEncoder::project_context(const Tensor& context, std::vector<nn::KeyValue>& projected) const {
  const auto project = [&](const nn::SpatialTransformer& layer) {
    for (const nn::TransformerBlock& block : layer.blocks) projected.push_back(block.project_context(context));
  };
  for (const UNetLevel& level : down) std::ranges::for_each(level.transformers, project);
  if (mid_transformer) project(*mid_transformer);
}

UNetEncoder::Output UNetEncoder::forward(UNetPass& pass, const Tensor& first,
                                         const std::vector<Tensor>& level_residuals,
                                         const std::vector<nn::ResnetModulation>& modulations) const {
  if (!modulations.empty() && modulations.size() != down.size()) {
    throw std::invalid_argument(
        fmt::format("a UNet of {} levels was given modulations for {}", down.size(), modulations.size()));
  }
  if (!level_residuals.empty() && level_residuals.size() != down.size()) {
    throw std::invalid_argument(
        fmt::format("a UNet of {} levels was given features for {}", down.size(), level_residuals.size()));
  }
  Output output{{first}, first};
  Tensor& x = output.mid;
  for (std::size_t place = 0; place < down.size(); ++place) {
    const UNetLevel& level = down[place];
    for (std::size_t i = 0; i < level.resnets.size(); ++i) {
      x = pass.resnet(level.resnets[i], x, i == 0 && !modulations.empty() ? &modulations[place] : nullptr);
      if (!level.transformers.empty()) x = pass.transformer(level.transformers[i], x);
      x = pass.finished(x);
      if (i + 1 == level.resnets.size() && !level_residuals.empty()) x = x + level_residuals[place];
      output.skips.push_back(x);
    }
    if (level.resample.weight.defined()) output.skips.push_back(x = level.resample(x));
  }
  x = pass.resnet(mid_resnet_0, x);
  if (mid_transformer) x = pass.transformer(*mid_transformer, x);
  x = pass.finished(pass.resnet(mid_resnet_1, x));
  return output;
}

}  // namespace heddle::models
