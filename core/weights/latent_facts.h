// LatentFacts: how the latents of Stable Diffusion 1 and 2 relate to pictures, which no file says. Used by whatever
// makes, sizes or shows latents: models, pipeline, training, the command line. Plain values.
#pragma once

#include <array>
#include <cstdint>

namespace heddle::weights {

// Latents are (4, height / 8, width / 8) times the scale. A VAE's config may name another scale, as Bobbin's does.
inline constexpr std::int64_t kLatentFactor = 8;  // pixels a side of one latent position
inline constexpr std::int64_t kLatentChannels = 4;
inline constexpr double kLatentScale = 0.18215;

// A linear map from latents, as the diffusion network has them, to RGB in [-1, 1]: rgb = latents * factors + bias. A
// preview that costs nothing.
struct LatentRgb {
  std::array<std::array<double, 3>, kLatentChannels> factors{};
  std::array<double, 3> bias{};
};

// Of Stable Diffusion 1's latents: a least-squares fit (ComfyUI, latent_formats.py, SD15).
inline constexpr LatentRgb kPublishedLatentRgb = {
    {{{0.3512, 0.2297, 0.3227}, {0.3250, 0.4974, 0.2350}, {-0.2829, 0.1762, 0.2721}, {-0.2120, -0.2616, -0.7177}}}, {}};

}  // namespace heddle::weights
