// Prediction: the network's output at one noise level, read as noise or as the clean image. Used by samplers.
// Immutable; both readings are computed on demand.
#pragma once

#include <ATen/core/Tensor.h>

#include "diffusion/noise_level.h"
#include "diffusion/scheduler_config.h"

namespace heddle::diffusion {

class Prediction final {
 public:
  // output and x: (batch, channels, height, width), fp32.
  Prediction(PredictionType type, at::Tensor output, at::Tensor x, NoiseLevel level)
      : type_(type), output_(std::move(output)), x_(std::move(x)), level_(level) {}

  // The estimate of the clean image, x0.
  [[nodiscard]] at::Tensor denoised() const;

  // The estimate of the noise. Salimans and Ho 2022 for v: eps = alpha v + sigma x, x0 = alpha x - sigma v.
  [[nodiscard]] at::Tensor eps() const;

  // The network's output after guidance.
  [[nodiscard]] const at::Tensor& output() const { return output_; }
  [[nodiscard]] PredictionType type() const { return type_; }

 private:
  PredictionType type_;
  at::Tensor output_;
  at::Tensor x_;
  NoiseLevel level_;
};

// The network's output that is read as `denoised` at (x, level): Prediction::denoised the other way round.
[[nodiscard]] at::Tensor output_for(PredictionType type, const at::Tensor& denoised, const at::Tensor& x,
                                    const NoiseLevel& level);

}  // namespace heddle::diffusion
