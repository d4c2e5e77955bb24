// NoiseSchedule: the noise levels that a model was trained on. Used by schedules, step plans and training.
// Immutable after construction: share freely between threads.
#pragma once

#include <vector>

#include "diffusion/noise_level.h"
#include "diffusion/scheduler_config.h"

namespace heddle::diffusion {

class NoiseSchedule final {
 public:
  // Built in fp32 with the reference's operations in the same order, so that the values are equal.
  explicit NoiseSchedule(const SchedulerConfig& config);

  [[nodiscard]] int size() const { return static_cast<int>(alphas_cumprod_.size()); }
  [[nodiscard]] const SchedulerConfig& config() const { return config_; }

  // Cumulative product of (1 - beta) up to a trained timestep; the timestep is brought into range.
  [[nodiscard]] double alphas_cumprod(int t) const { return alphas_cumprod_[clamped(t)]; }

  // The trained level of a whole timestep.
  [[nodiscard]] NoiseLevel level(int t) const { return NoiseLevel::from_alphas_cumprod(t, alphas_cumprod(t)); }

  // sigma / alpha of a trained timestep. Finite also for zero terminal SNR, where alpha is taken as 2^-12.
  [[nodiscard]] double karras_sigma(int t) const { return karras_sigmas_[clamped(t)]; }
  [[nodiscard]] double karras_sigma_min() const { return karras_sigmas_.front(); }
  [[nodiscard]] double karras_sigma_max() const { return karras_sigmas_.back(); }

  // Between two trained timesteps: linear in sigma / alpha (diffusers), or in its logarithm (k-diffusion).
  [[nodiscard]] double karras_sigma_at(double t) const;
  [[nodiscard]] double karras_sigma_at_log(double t) const;

  // The fractional timestep whose sigma / alpha is `karras_sigma`, by linear interpolation of the logarithm.
  [[nodiscard]] double t_of_karras_sigma(double karras_sigma) const;

 private:
  [[nodiscard]] std::size_t clamped(int t) const {
    return static_cast<std::size_t>(t < 0 ? 0 : (t >= size() ? size() - 1 : t));
  }

  SchedulerConfig config_;
  std::vector<double> alphas_cumprod_;
  std::vector<double> karras_sigmas_;      // ascending
  std::vector<double> log_karras_sigmas_;  // ascending
};

}  // namespace heddle::diffusion
