// Converts between 8-bit images and tensors in [-1, 1], and runs the VAE with its retry in fp32. Used by the latent
// nodes. Thread rule: free functions, any thread.
#pragma once

#include "pipeline/values.h"

namespace heddle::pipeline {

// The picture's bytes, u8 (1, channels, height, width), contiguous.
at::Tensor byte_planes(const image::Image& image);
// (1, 3, height, width) fp32 in [-1, 1]. Grey is repeated, alpha shows white.
at::Tensor to_tensor(const image::Image& image);
// (pictures, 3, height, width), about [-1, 1] -> 8 bits, rounded to nearest as diffusers does.
Images to_images(const at::Tensor& pixels);

// The final samples of a run -> (pictures, 3, 8h, 8w) fp32. Where a small type overflows (NaN or infinity), decodes
// again in fp32 and sets `*retried`. Failure: still NaN or infinity.
Result<at::Tensor> decode(const VaeModel& vae, const at::Tensor& samples, bool* retried);

// picture (1, 3, h, w), sides multiples of 8 -> its latents times the scaling factor. `noise` is a draw of the latents'
// shape for sampling the posterior (as LDM and diffusers do); undefined takes the mean.
at::Tensor encode(const VaeModel& vae, const at::Tensor& image, const at::Tensor& noise);

}  // namespace heddle::pipeline
