// UNetEncoder: the way down and the middle of Stable Diffusion's UNet, which a ControlNet is a trainable copy of (Zhang
// et al. 2023, 3.1), and UNetPass, one walk through such blocks. Used by UNet and ControlNet. Thread rule: an encoder
// takes const calls from any thread; a pass belongs to one call.
#pragma once

#include <optional>
#include <vector>

#include "base/run_control.h"
#include "models/unet/unet_reference.h"
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

// The blocks at one resolution.
struct UNetLevel {
  std::vector<nn::ResnetBlock> resnets;
  std::vector<nn::SpatialTransformer> transformers;  // empty, or one a resnet
  nn::Conv2d resample;                               // down- or upsampler; undefined weight at the last level
};

nn::ResnetBlock bind_unet_resnet(tensor::Binder binder, std::int64_t in, std::int64_t out, const UNetConfig& config);
nn::SpatialTransformer bind_unet_transformer(const tensor::Binder& block, std::size_t index, std::size_t level,
                                             const UNetConfig& config);

// One walk: hands each transformer its text and image keys in the order data flows. Borrows what it is made of.
class UNetPass final {
 public:
  // `embedding`: the timesteps', (batch, time_dim), before its activation. Text and prompts by cross-attention layer.
  UNetPass(const Tensor& embedding, const std::vector<nn::KeyValue>& text,
           const std::vector<ImagePrompt>& image_prompts, RunControl control, ReferenceWalk reference = {},
           nn::AttentionProbe* probe = nullptr);

  // Throws CancelledException.
  [[nodiscard]] Tensor resnet(const nn::ResnetBlock& block, const Tensor& x,
                              const nn::ResnetModulation* modulation = nullptr) const;
  Tensor transformer(const nn::SpatialTransformer& block, const Tensor& x);
  // Called with the output of each block, in the order data flows.
  [[nodiscard]] Tensor finished(const Tensor& x) { return reference_.block(block_++, x); }

 private:
  const std::vector<nn::KeyValue>& text_;
  const std::vector<ImagePrompt>& image_prompts_;
  RunControl control_;
  ReferenceWalk reference_;
  nn::AttentionProbe* probe_;
  Tensor embedding_;  // activated: (batch, time_dim)
  std::size_t layer_ = 0, block_ = 0;
};

struct UNetEncoder {
  nn::Linear time_linear_1, time_linear_2;
  nn::Conv2d conv_in;
  std::vector<UNetLevel> down;
  nn::ResnetBlock mid_resnet_0, mid_resnet_1;
  std::optional<nn::SpatialTransformer> mid_transformer;

  static UNetEncoder bind(const tensor::Binder& binder, const UNetConfig& config);

  // timesteps (batch) -> (batch, time_dim), in the type that the network computes in.
  [[nodiscard]] Tensor embed(const Tensor& timesteps, const UNetConfig& config) const;
  // Adds keys and values of the text for the cross-attention layers down to the middle.
  void project_context(const Tensor& context, std::vector<nn::KeyValue>& projected) const;

  struct Output {
    std::vector<Tensor> skips;  // conv_in's output, then each block's and each downsampler's, in the order data flows
    Tensor mid;
  };
  // `first`: conv_in's output, to which a ControlNet has added its hint. `level_residuals`: none, or one a level, added
  // to its last block's output. Throws std::invalid_argument for another number.
  [[nodiscard]] Output forward(UNetPass& pass, const Tensor& first, const std::vector<Tensor>& level_residuals = {},
                               const std::vector<nn::ResnetModulation>& modulations = {}) const;
};

}  // namespace heddle::models
