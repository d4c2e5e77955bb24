#include "diffusion/denoiser.h"

#include <ATen/core/Tensor.h>

namespace heddle::diffusion {

Prediction Denoiser::operator()(const at::Tensor& x, const NoiseLevel& level) {
  const bool both = guidance_.needs_unconditional();
  at::Tensor output = network_({.x = x, .t = level.t, .step = step_, .unconditional = both}).to(at::kFloat);
  if (both) {
    const auto halves = output.chunk(2, 0);
    output = classifier_free_guidance(halves[0], halves[1], guidance_);
  }
  last_.emplace(type_, std::move(output), x, level);
  return *last_;
}

}  // namespace heddle::diffusion
