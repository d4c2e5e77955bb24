#include "diffusion/noise_schedule.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/cumprod.h>
#include <ATen/ops/linspace.h>
#include <ATen/ops/pow.h>
#include <ATen/ops/tensor.h>

#include <algorithm>
#include <numbers>

namespace heddle::diffusion {
namespace {

// Where zero terminal SNR would make sigma / alpha infinite, this much of the picture is taken to remain.
constexpr double kSmallestAlphasCumprod = 1.0 / (1 << 24);

at::Tensor linspace(double first, double last, int count) {
  return at::linspace(first, last, count, at::TensorOptions().dtype(at::kFloat));
}

// Nichol and Dhariwal 2021: alpha_bar is a squared cosine; betas are capped.
at::Tensor cosine_betas(int count) {
  const auto alpha_bar = [](double t) {
    const double c = std::cos((t + 0.008) / 1.008 * std::numbers::pi / 2);
    return c * c;
  };
  std::vector<double> betas(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    const double here = alpha_bar(static_cast<double>(i) / count);
    const double next = alpha_bar(static_cast<double>(i + 1) / count);
    betas[static_cast<std::size_t>(i)] = std::min(1 - next / here, 0.999);
  }
  return at::tensor(betas, at::TensorOptions().dtype(at::kFloat));
}

at::Tensor betas_of(const SchedulerConfig& config) {
  const int count = config.num_train_timesteps;
  switch (config.beta_schedule) {
    case BetaSchedule::linear: return linspace(config.beta_start, config.beta_end, count);
    case BetaSchedule::scaled_linear:
      return linspace(std::sqrt(config.beta_start), std::sqrt(config.beta_end), count).pow(2);
    case BetaSchedule::squaredcos_cap_v2: return cosine_betas(count);
  }
  return {};
}

// Lin et al. 2023, "Common diffusion noise schedules and sample steps are flawed", algorithm 1: shifts and scales
// sqrt(alpha_bar) so that its last value is zero and its first stays.
at::Tensor zero_terminal_snr(const at::Tensor& betas) {
  const at::Tensor roots = at::cumprod(1.0 - betas, 0).sqrt();
  const at::Tensor first = roots[0];
  const at::Tensor last = roots[-1];
  const at::Tensor alphas_bar = ((roots - last) * (first / (first - last))).pow(2);
  return 1.0 - at::cat({alphas_bar.slice(0, 0, 1), alphas_bar.slice(0, 1) / alphas_bar.slice(0, 0, -1)});
}

}  // namespace

NoiseSchedule::NoiseSchedule(const SchedulerConfig& config) : config_(config) {
  at::Tensor betas = betas_of(config);
  if (config.rescale_betas_zero_snr) betas = zero_terminal_snr(betas);
  const at::Tensor products = at::cumprod(1.0 - betas, 0).contiguous();
  const float* values = products.const_data_ptr<float>();
  alphas_cumprod_.assign(values, values + products.numel());
  for (const double product : alphas_cumprod_) {
    const double kept = std::max(product, kSmallestAlphasCumprod);
    // Rounded to fp32 where the reference holds fp32: fractional timesteps depend on the last bits.
    const auto karras_sigma = static_cast<float>(std::sqrt((1 - kept) / kept));
    karras_sigmas_.push_back(karras_sigma);
    log_karras_sigmas_.push_back(static_cast<float>(std::log(static_cast<double>(karras_sigma))));
  }
}

namespace {

double interpolated(const std::vector<double>& values, double t) {
  const double last = static_cast<double>(values.size() - 1);
  const double place = std::clamp(t, 0.0, last);
  const auto low = static_cast<std::size_t>(std::min(std::floor(place), last - 1));
  return values[low] + (values[low + 1] - values[low]) * (place - static_cast<double>(low));
}

}  // namespace

double NoiseSchedule::karras_sigma_at(double t) const { return interpolated(karras_sigmas_, t); }

double NoiseSchedule::karras_sigma_at_log(double t) const { return std::exp(interpolated(log_karras_sigmas_, t)); }

double NoiseSchedule::t_of_karras_sigma(double karras_sigma) const {
  const double wanted = std::log(std::max(karras_sigma, 1e-10));
  const auto above = std::upper_bound(log_karras_sigmas_.begin(), log_karras_sigmas_.end(), wanted);
  const auto found = static_cast<std::ptrdiff_t>(above - log_karras_sigmas_.begin()) - 1;
  const auto low = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(found, 0, size() - 2));
  const double weight = (wanted - log_karras_sigmas_[low]) / (log_karras_sigmas_[low + 1] - log_karras_sigmas_[low]);
  return static_cast<double>(low) + std::clamp(weight, 0.0, 1.0);
}

}  // namespace heddle::diffusion
