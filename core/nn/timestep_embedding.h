// The sinusoidal embedding of a diffusion timestep, cosines first (diffusers: flip_sin_to_cos, freq_shift 0). Used by
// UNet. Pure function.
#pragma once

#include <ATen/core/Tensor.h>

namespace heddle::nn {

// timesteps (batch), may be fractional, any floating dtype -> (batch, dim) fp32. dim is even.
// freq_i = exp(-ln(10000) i / (dim / 2)); result = [cos(t freq), sin(t freq)].
at::Tensor timestep_embedding(const at::Tensor& timesteps, std::int64_t dim);

}  // namespace heddle::nn
