// Soft inpainting, as AUTOMATIC1111's script of that name does it: in each estimate of the clean picture a place is
// mixed from the original and the new by its grey, which counts for less the noisier the step is. Used by denoise_loop.
// Thread rule: pure functions.
#pragma once

#include <ATen/core/Tensor.h>

#include "diffusion/noise_level.h"

namespace heddle::diffusion {

// That script's own settings and their usual values.
struct SoftInpaint {
  double schedule_bias = 1;            // above 1 the original is kept longer, below 1 the new begins earlier
  double preservation_strength = 0.5;  // how strongly the original is kept at the start
  double transition_contrast = 4;      // how much of the details of both sides a mixture keeps
};

// `original` and `denoised`: (batch, channels, height, width). `mask`: (1 or batch, 1, height, width), 1 = new. The
// mask to the power of sigma^bias x strength (Karras' sigma) says how much of `denoised` there is; the mixture has the
// length of both sides' vectors of channels, mixed as powers of the contrast.
[[nodiscard]] at::Tensor soft_blend(const at::Tensor& original, const at::Tensor& denoised, const at::Tensor& mask,
                                    const NoiseLevel& level, const SoftInpaint& settings = {});

}  // namespace heddle::diffusion
