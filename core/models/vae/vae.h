// AutoencoderKL (f8, z4), the VAE of Stable Diffusion: images <-> latents. Widths come from the config. Used by the
// decode and encode nodes and by training. Const calls from any thread.
#pragma once

#include <vector>

#include "nn/resnet_block.h"
#include "weights/layouts/vae_config.h"

namespace heddle::models {

using at::Tensor;
using weights::layouts::VaeConfig;

// One single-head attention over the positions of the middle block.
struct VaeAttention {
  nn::GroupNorm group_norm;
  nn::Linear to_q, to_k, to_v, to_out;
  Tensor operator()(const Tensor& x) const;
};

struct VaeMid {
  nn::ResnetBlock resnet0;
  VaeAttention attention;
  nn::ResnetBlock resnet1;
  Tensor operator()(const Tensor& x) const;
};

struct VaeLevel {
  std::vector<nn::ResnetBlock> resnets;
  nn::Conv2d resample;  // down- or upsampler; undefined weight at the last level
};

struct Gaussian {
  Tensor mean;     // (batch, 4, h/8, w/8), before scaling
  Tensor log_var;  // clamped to [-30, 20]
};

class Vae final {
 public:
  // Failure: names or shapes do not fit `config`.
  static Result<Vae> bind(const tensor::NamedTensors& weights, const VaeConfig& config);
  // Adds a freshly initialised network to `weights`.
  static void initialise(tensor::NamedTensors& weights, const VaeConfig& config, at::Generator generator);

  // picture (batch, 3, h, w) in [-1, 1], sides multiples of 8.
  [[nodiscard]] Gaussian encode(const Tensor& image) const;
  // latents as `encode` returns them (not multiplied by scaling_factor) -> picture (batch, 3, 8h, 8w), about [-1, 1].
  [[nodiscard]] Tensor decode(const Tensor& latents) const;

  [[nodiscard]] const VaeConfig& config() const { return config_; }

 private:
  static Vae build(tensor::Binder binder, const VaeConfig& config);

  VaeConfig config_;
  nn::Conv2d encoder_conv_in_, encoder_conv_out_, decoder_conv_in_, decoder_conv_out_;
  nn::GroupNorm encoder_norm_out_, decoder_norm_out_;
  std::vector<VaeLevel> down_, up_;
  VaeMid encoder_mid_, decoder_mid_;
  nn::Conv2d quant_conv_, post_quant_conv_;
};

}  // namespace heddle::models
