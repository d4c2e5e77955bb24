#include "diffusion/denoiser.h"

#include <ATen/core/Tensor.h>
#include <ATen/ops/isfinite.h>

#include <algorithm>

namespace heddle::diffusion {

Prediction Denoiser::operator()(const at::Tensor& x, const NoiseLevel& level) {
  const bool both = guidance_.needs_unconditional() || !weights_.empty();
  at::Tensor output =
      network_({.x = x, .t = level.t, .step = step_, .unconditional = both, .level = level}).to(at::kFloat);
  if (!weights_.empty()) {
    std::vector<at::Tensor> parts = output.chunk(static_cast<std::int64_t>(weights_.size()) + 1, 0);
    const at::Tensor uncond = parts.front();
    parts.erase(parts.begin());
    output = composed_guidance(uncond, parts, weights_, guidance_);
  } else if (both) {
    const auto halves = output.chunk(2, 0);
    output = classifier_free_guidance(halves[0], halves[1], guidance_);
  }
  if (change_) {
    const at::Tensor denoised = Prediction(type_, output, x, level).denoised();
    output = output_for(type_, change_(denoised, level), x, level);
  }
  calls_.emplace_back(x, output);
  last_.emplace(type_, std::move(output), x, level);
  return *last_;
}

bool Denoiser::network_failed() const {
  const auto is_finite = [](const at::Tensor& values) { return at::isfinite(values).all().item<bool>(); };
  return std::ranges::any_of(calls_,
                             [&](const auto& call) { return is_finite(call.first) && !is_finite(call.second); });
}

}  // namespace heddle::diffusion
