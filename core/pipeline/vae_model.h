// VaeModel: a VAE's weights as its file has them, and the network in the type that is computed with, made at its first
// use, so that a run's first step does not wait for the decoder's weights. Used by the nodes. Const calls from any
// thread, also while the first use is in progress.
#pragma once

#include <cstdint>
#include <memory>

#include "models/vae/vae.h"
#include "tensor/device.h"

namespace heddle::pipeline {

class VaeModel final {
 public:
  // `weights` in the file's types, on the CPU, shared. Failure: names or shapes do not fit `config`.
  static Result<VaeModel> open(tensor::NamedTensors weights, const models::VaeConfig& config,
                               const tensor::ComputePolicy& policy);

  [[nodiscard]] const models::VaeConfig& config() const;
  [[nodiscard]] const tensor::ComputePolicy& policy() const;
  // Unlike that of any other VAE that this process opened.
  [[nodiscard]] std::uint64_t number() const;
  [[nodiscard]] bool wide() const;  // as Stable Diffusion's: too slow to preview with

  // Computes in policy().dtype. The first call converts the weights (a tenth of a second for Stable Diffusion's).
  [[nodiscard]] const models::Vae& network() const;
  // The same in fp32 on the same device, made again each time: for images that overflow a smaller type.
  [[nodiscard]] models::Vae network_in_fp32() const;

 private:
  struct State;
  explicit VaeModel(std::shared_ptr<State> state) : state_(std::move(state)) {}

  std::shared_ptr<State> state_;
};

}  // namespace heddle::pipeline
