// UNet2DConditionModel of Stable Diffusion 1.x and 2.x. Widths, levels and heads come from the config: Bobbin and
// SD 1.5 are the same code. Used by the sampler node and by training. Const calls from any thread.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/run_control.h"
#include "nn/resnet_block.h"
#include "nn/spatial_transformer.h"
#include "weights/layouts/unet_config.h"

namespace heddle::models {

using at::Tensor;
using weights::layouts::CrossAttentionLayer;
using weights::layouts::UNetConfig;

// An image prompt inside one run: keys and values of every cross-attention layer with the strength each acts at.
struct ImagePrompt {
  std::vector<nn::KeyValue> layers;  // in the order of UNet::cross_attention_layers()
  std::vector<double> scales;        // lambda per layer, same order
  Tensor mask;                       // (1, 1, h, w) in [0, 1], any size, or undefined; resized to each layer's grid
};

struct UNetInput {
  Tensor sample;                            // (batch, in_channels, h, w)
  Tensor timesteps;                         // (batch), may be fractional
  std::vector<nn::KeyValue> text;           // per cross-attention layer: UNet::project_context
  std::vector<ImagePrompt> image_prompts;   // added up in this order
  // What a control network adds (Zhang et al. 2023), or empty: to each skip once the down blocks are through, conv_in's
  // output first, and to the output of the mid block. (batch, channels, h, w) of that place each, or 1 for any of them.
  std::vector<Tensor> down_residuals;
  Tensor mid_residual;
  RunControl control = RunControl::none();  // polled between blocks; throws CancelledException

  // Adds to the residuals that are there; those of several networks sum up in the order of the calls. `mid` may be
  // undefined. Throws std::invalid_argument where the counts differ.
  void add_residuals(std::span<const Tensor> down, const Tensor& mid);
};

class UNet final {
 public:
  // Failure: names or shapes do not fit `config`, or it has embeddings that this network has not (SDXL, unCLIP).
  static Result<UNet> bind(const tensor::NamedTensors& weights, const UNetConfig& config);
  static void initialise(tensor::NamedTensors& weights, const UNetConfig& config, at::Generator generator);

  // Keys and values of the text for every cross-attention layer: context (batch, tokens, cross_attention_dim).
  [[nodiscard]] std::vector<nn::KeyValue> project_context(const Tensor& context) const;
  // The network's prediction (batch, out_channels, h, w): epsilon, v or the sample, as the checkpoint was trained.
  // Throws std::invalid_argument where there are residuals, but not one a skip.
  [[nodiscard]] Tensor forward(const UNetInput& input) const;

  // Cross-attention layers in the order data flows: down, mid, up. Lanes and ImagePrompt use this order.
  [[nodiscard]] const std::vector<CrossAttentionLayer>& cross_attention_layers() const { return layers_; }
  [[nodiscard]] const UNetConfig& config() const { return config_; }

 private:
  struct Level {
    std::vector<nn::ResnetBlock> resnets;
    std::vector<nn::SpatialTransformer> transformers;  // empty, or one a resnet
    nn::Conv2d resample;                               // down- or upsampler; undefined weight at the last level
  };
  class Pass;

  static UNet build(tensor::Binder binder, const UNetConfig& config);
  void build_down(const tensor::Binder& binder);
  void build_up(const tensor::Binder& binder);
  nn::SpatialTransformer bind_transformer(const tensor::Binder& block, std::size_t index, std::size_t level) const;

  UNetConfig config_;
  nn::Linear time_linear_1_, time_linear_2_;
  nn::Conv2d conv_in_, conv_out_;
  nn::GroupNorm norm_out_;
  std::vector<Level> down_, up_;
  nn::ResnetBlock mid_resnet_0_, mid_resnet_1_;
  std::optional<nn::SpatialTransformer> mid_transformer_;
  std::vector<CrossAttentionLayer> layers_;
};

}  // namespace heddle::models
