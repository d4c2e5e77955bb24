// ControlNet (Zhang et al. 2023, arXiv 2302.05543): a copy of the UNet's way down and middle that reads a map (edges,
// depth, a pose) and gives residuals for the UNet's skips and middle. Widths come from the config: Bobbin and SD 1.5
// are the same code. Used by adapters/controlnet_term and by training. Thread rule: const calls from any thread.
#pragma once

#include <vector>

#include "base/result.h"
#include "models/unet/unet_encoder.h"
#include "weights/layouts/controlnet_config.h"

namespace heddle::models {

using weights::layouts::ControlNetConfig;

struct ControlNetInput {
  Tensor sample;                   // (batch, in_channels, h, w), scaled as for the UNet
  Tensor timesteps;                // (batch), the UNet's
  std::vector<nn::KeyValue> text;  // ControlNet::project_context of the text alone, without an image prompt's tokens
  Tensor hint;                     // ControlNet::encode_hint, (1 or batch, block_out_channels[0], h, w)
  RunControl control = RunControl::none();  // polled between blocks; throws CancelledException
};

// What is added to the UNet: one tensor a skip, conv_in's first, and one for the middle.
struct ControlResiduals {
  std::vector<Tensor> down;
  Tensor mid;
};

class ControlNet final {
 public:
  // Failure: names or shapes do not fit `config`.
  static Result<ControlNet> bind(const tensor::NamedTensors& weights, const ControlNetConfig& config);
  // A new network whose residuals are zero: hint's last convolution and all output convolutions are (section 3.2).
  static void initialise(tensor::NamedTensors& weights, const ControlNetConfig& config, at::Generator generator);

  // The map's features: (batch, hint_channels, h * hint_factor, w * hint_factor) in [0, 1] -> (batch, channels, h, w).
  [[nodiscard]] Tensor encode_hint(const Tensor& map) const;
  // Keys and values of the text: context (batch, tokens, cross_attention_dim).
  [[nodiscard]] std::vector<nn::KeyValue> project_context(const Tensor& context) const;
  [[nodiscard]] ControlResiduals forward(const ControlNetInput& input) const;

  [[nodiscard]] const ControlNetConfig& config() const { return config_; }

 private:
  static ControlNet build(const tensor::Binder& binder, const ControlNetConfig& config);

  ControlNetConfig config_;
  UNetEncoder encoder_;
  std::vector<nn::Conv2d> hint_;          // first, two a halving, last
  std::vector<nn::Conv2d> down_outputs_;  // 1x1, one a skip
  nn::Conv2d mid_output_;
};

}  // namespace heddle::models
