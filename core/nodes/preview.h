// Previews: what latents look like while they form. Used by the sampler. Thread rule: free functions, any thread.
#pragma once

#include "nodes/values.h"

namespace heddle::nodes {

// The first picture of `denoised` (pictures, 4, h / 8, w / 8), the sampler's estimate of the clean latents. Through a tiny
// VAE where the model has one; else through its own VAE where that is small enough to be quick (Bobbin's); else by a
// linear map to RGB at the latents' size.
image::Image preview_of(const DiffusionModel& model, const at::Tensor& denoised);

}  // namespace heddle::nodes
