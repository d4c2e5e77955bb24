// Decodes previews of latents while they form. Used by the sampler and by the engine host's step images. Thread rule:
// free functions, any thread.
#pragma once

#include "pipeline/preview_budget.h"
#include "pipeline/values.h"
#include "weights/latent_facts.h"

namespace heddle::pipeline {

// How a run of this model can be previewed, the preferred first: its tiny VAE; the linear map to RGB; where it has
// neither, its own VAE, which takes as long as a step even where it is small.
std::vector<PreviewWay> preview_ways(const DiffusionModel& model);

// The first picture of `denoised` (pictures, 4, h / 8, w / 8), the sampler's estimate of the clean latents. `way` is
// one of those above.
image::Image preview_by(PreviewWay way, const DiffusionModel& model, const at::Tensor& denoised);

// The same for a step that the user waits for: through the tiny VAE, else through the model's own where
// that is small, else by the map.
image::Image preview_of(const DiffusionModel& model, const at::Tensor& denoised);

// From a VAE's config.json, where it has the keys _latent_rgb_factors (4 x 3) and _latent_rgb_bias (3).
std::optional<weights::LatentRgb> latent_rgb_from(const Json& vae_config);

}  // namespace heddle::pipeline
