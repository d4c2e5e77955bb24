// T2I-Adapter (Mou et al. 2023, arXiv 2302.08453): a small network that turns a map (edges, a sketch, colours) into
// features for the UNet's way down, once a run. Full and light, widths from the config: Bobbin and SD 1.5 are the same
// code. Used by adapters/t2i_adapter_term and by training. Thread rule: const calls from any thread.
#pragma once

#include <optional>
#include <vector>

#include "base/result.h"
#include "nn/layers.h"
#include "weights/layouts/t2i_adapter.h"

namespace heddle::models {

using at::Tensor;
using weights::layouts::T2IAdapterConfig;

class T2IAdapter final {
 public:
  // weights: `adapter.…` as diffusers names them. Failure: names or shapes do not fit `config`.
  static Result<T2IAdapter> bind(const tensor::NamedTensors& weights, const T2IAdapterConfig& config);
  // A new network whose features are small but not zero; it has no zero layers, as its authors train it.
  static void initialise(tensor::NamedTensors& weights, const T2IAdapterConfig& config, at::Generator generator);

  // The map (batch, map_channels, h * factor, w * factor) in [0, 1] -> what is added to each level of the UNet's way
  // down: (batch, widths[level], h / 2^level, w / 2^level), halves rounded up.
  [[nodiscard]] std::vector<Tensor> features(const Tensor& map) const;

  [[nodiscard]] const T2IAdapterConfig& config() const { return config_; }

 private:
  struct Block {
    nn::Conv2d block1, block2;
    [[nodiscard]] Tensor operator()(const Tensor& x) const;  // beside the identity
  };
  struct Level {
    std::optional<nn::Conv2d> in_conv;
    std::vector<Block> blocks;
    std::optional<nn::Conv2d> out_conv;  // of a light one
  };

  static T2IAdapter build(const tensor::Binder& binder, const T2IAdapterConfig& config);

  T2IAdapterConfig config_;
  std::optional<nn::Conv2d> conv_in_;  // of a full one
  std::vector<Level> levels_;
};

}  // namespace heddle::models
