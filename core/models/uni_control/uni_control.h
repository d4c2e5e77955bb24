// Uni-ControlNet (Zhao et al. 2023, arXiv 2305.16322). Local: seven maps modulate a copy of the UNet's way down, whose
// residuals are added as a ControlNet's. Global: a few tokens of a picture's embedding that follow the text's. Used by
// adapters/uni_control_term. Thread rule: const calls from any thread.
#pragma once

#include <vector>

#include "base/result.h"
#include "models/controlnet/controlnet.h"
#include "models/unet/unet_encoder.h"
#include "weights/layouts/uni_control.h"

namespace heddle::models {

using weights::layouts::UniControlConfig;

struct UniControlInput {
  Tensor sample;                            // (batch, in_channels, h, w), scaled as for the UNet
  Tensor timesteps;                         // (batch), the UNet's
  std::vector<nn::KeyValue> text;           // UniControl::project_context of the text with the global tokens behind it
  std::vector<nn::ResnetModulation> maps;   // UniControl::encode_maps
  RunControl control = RunControl::none();  // polled between blocks; throws CancelledException
};

class UniControl final {
 public:
  // Failure: names or shapes do not fit `config`.
  static Result<UniControl> bind(const tensor::NamedTensors& weights, const UniControlConfig& config);

  // (1, map_channels, h * 8, w * 8) in [0, 1] -> what modulates each level's first block.
  [[nodiscard]] std::vector<nn::ResnetModulation> encode_maps(const Tensor& maps) const;
  // An image encoder's embedding (1, image_width) -> (1, tokens, image_width). Of zeros: the unconditional tokens.
  [[nodiscard]] Tensor tokens(const Tensor& image_embeds) const;
  [[nodiscard]] std::vector<nn::KeyValue> project_context(const Tensor& context) const;
  [[nodiscard]] ControlResiduals forward(const UniControlInput& input) const;

  [[nodiscard]] const UniControlConfig& config() const { return config_; }

 private:
  struct Modulation {
    nn::Conv2d in_gamma, in_beta, out_gamma, out_beta;
  };
  void bind_local(const tensor::Binder& binder);
  void bind_global(const tensor::Binder& binder);

  UniControlConfig config_;
  UNetEncoder encoder_;
  std::vector<nn::Conv2d> pre_, extractors_, feature_outs_;
  std::vector<Modulation> modulations_;   // one a level
  std::vector<nn::Conv2d> down_outputs_;  // 1x1, one a skip
  nn::Conv2d mid_output_;
  nn::LayerNorm norm1_, norm2_;
  nn::Linear ff1_in_, ff1_out_, ff2_in_, ff2_out_;
};

}  // namespace heddle::models
