// NoiseTable: the noise levels that a model was trained on. Used by schedules, step plans and training.
// Immutable after construction: share freely between threads.
#pragma once

#include <vector>

#include "diffusion/level.h"
#include "diffusion/scheduler_config.h"

namespace heddle::diffusion {

class NoiseTable final {
 public:
  // Built in fp32 with the reference's operations in its order, so that the values are its values.
  explicit NoiseTable(const SchedulerConfig& config);

  [[nodiscard]] int size() const { return static_cast<int>(alphas_cumprod_.size()); }
  [[nodiscard]] const SchedulerConfig& config() const { return config_; }

  // Cumulative product of (1 - beta) up to a trained timestep; the timestep is brought into range.
  [[nodiscard]] double alphas_cumprod(int t) const { return alphas_cumprod_[clamped(t)]; }

  // The trained level of a whole timestep.
  [[nodiscard]] Level level(int t) const { return Level::from_alphas_cumprod(t, alphas_cumprod(t)); }

  // sigma / alpha of a trained timestep. Finite also for zero terminal SNR, where alpha is taken as 2^-12.
  [[nodiscard]] double ratio(int t) const { return ratios_[clamped(t)]; }
  [[nodiscard]] double ratio_min() const { return ratios_.front(); }
  [[nodiscard]] double ratio_max() const { return ratios_.back(); }

  // Between two trained timesteps: linear in sigma / alpha (diffusers), or in its logarithm (k-diffusion).
  [[nodiscard]] double ratio_at(double t) const;
  [[nodiscard]] double ratio_at_log(double t) const;

  // The fractional timestep whose sigma / alpha is `ratio`, by linear interpolation of the logarithm.
  [[nodiscard]] double t_of_ratio(double ratio) const;

 private:
  [[nodiscard]] std::size_t clamped(int t) const {
    return static_cast<std::size_t>(t < 0 ? 0 : (t >= size() ? size() - 1 : t));
  }

  SchedulerConfig config_;
  std::vector<double> alphas_cumprod_;
  std::vector<double> ratios_;      // ascending
  std::vector<double> log_ratios_;  // ascending
};

}  // namespace heddle::diffusion
