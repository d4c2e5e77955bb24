// What every objective of a diffusion network shares: noised latents, the loss on the noise, images from prompts. Used
// by the UNet's and the adapters' objectives. Const calls from any thread.
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>

#include "diffusion/noise_schedule.h"
#include "models/unet/unet.h"
#include "models/vae/vae.h"
#include "tensor/named_tensors.h"
#include "training/objective.h"

namespace heddle::training {

struct Noised {
  at::Tensor latents;    // (batch, 4, h, w) fp32: alpha z0 + sigma noise
  at::Tensor noise;      // what was added
  at::Tensor timesteps;  // (batch) int64
};

class DenoisingLoss final {
 public:
  // min_snr_gamma 0: every timestep weighs the same (the paper); else min(SNR, gamma) / SNR (Hang et al. 2023).
  explicit DenoisingLoss(double min_snr_gamma);

  // Called before the UNet with sample and timesteps in place, to add what depends on them: a ControlNet's residuals.
  using Steer = std::function<void(models::UNetInput&)>;

  // The loss of a UNet on a batch of "mean" and "deviation". `conditions` holds the keys of text and pictures.
  [[nodiscard]] Loss loss(const models::UNet& unet, models::UNetInput conditions, const tensor::NamedTensors& batch,
                          double scaling_factor, const StepInfo& info, const Steer& steer = {}) const;

  // Pictures (count, 3, 8 side, 8 side) by DDIM in 20 steps, guided, from always the same noise, so that sheets
  // compare. `conditions` holds keys for 2 * count items, the unconditional half first.
  [[nodiscard]] Result<at::Tensor> images(const models::UNet& unet, const models::UNetInput& conditions,
                                          const models::Vae& vae, std::int64_t count, std::int64_t side,
                                          const StepInfo& info, const Steer& steer = {}) const;

 private:
  // z0 is drawn from the VAE's posterior. Timesteps are spread evenly over the batch, each uniform in 0..999.
  [[nodiscard]] Noised noised(const at::Tensor& mean, const at::Tensor& deviation, double scaling_factor,
                              const StepInfo& info) const;
  // Also logged for four bands of timesteps, low noise first.
  [[nodiscard]] Loss loss(const at::Tensor& predicted, const Noised& noised) const;

  double min_snr_gamma_;
  diffusion::NoiseSchedule table_;
  at::Tensor alphas_cumprod_;  // (1000) fp32
};

}  // namespace heddle::training
