// The decoder of a tiny autoencoder (TAESD, github.com/madebyollin/taesd; diffusers' AutoencoderTiny): latents to
// images at a fraction of the VAE's cost. Used by previews and by training. Const calls from any thread.
#pragma once

#include <vector>

#include "nn/layers.h"
#include "weights/layouts/tiny_vae.h"

namespace heddle::models {

using at::Tensor;
using weights::layouts::TinyVaeConfig;

class TinyVae final {
 public:
  // weights: `decoder.layers.N.*` as diffusers names them; an encoder's are left alone.
  // Failure: names or shapes do not fit `config`.
  static Result<TinyVae> bind(const tensor::NamedTensors& weights, const TinyVaeConfig& config);
  // Adds a freshly initialised decoder to `weights`.
  static void initialise(tensor::NamedTensors& weights, const TinyVaeConfig& config, at::Generator generator);

  // Latents as the diffusion network has them, (batch, 4, h, w), of about unit variance: multiplied by the VAE's
  // scaling_factor -> picture (batch, 3, 8h, 8w), about [-1, 1].
  [[nodiscard]] Tensor decode(const Tensor& latents) const;

  [[nodiscard]] const TinyVaeConfig& config() const { return config_; }

 private:
  // Three convolutions beside the identity.
  struct Block {
    nn::Conv2d conv_0, conv_2, conv_4;
    [[nodiscard]] Tensor operator()(const Tensor& x) const;
  };
  struct Level {
    std::vector<Block> blocks;
    nn::Conv2d conv;  // after doubling; of the last level: to RGB, without doubling
  };

  static TinyVae build(tensor::Binder binder, const TinyVaeConfig& config);

  TinyVaeConfig config_;
  nn::Conv2d conv_in_;
  std::vector<Level> levels_;
};

}  // namespace heddle::models
