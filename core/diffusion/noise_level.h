// NoiseLevel: one noise level, in the convention x = alpha * x0 + sigma * noise with alpha^2 + sigma^2 = 1. Used by all
// of diffusion. A plain value.
//
// Every sampler of this room works on x in this convention, so latents, previews, image-to-image and inpainting are the
// same for all. Karras et al. 2022 write x / alpha instead; their sigma is karras_sigma() here.
#pragma once

#include <cmath>

namespace heddle::diffusion {

struct NoiseLevel {
  double t = 0;      // the network's input: trained timesteps, fractional between two of them
  double alpha = 1;  // share of the picture
  double sigma = 0;  // share of the noise

  // From the cumulative product of alphas (Ho et al. 2020), in [0, 1].
  static NoiseLevel from_alphas_cumprod(double t, double alphas_cumprod) {
    return {t, std::sqrt(alphas_cumprod), std::sqrt(1 - alphas_cumprod)};
  }
  // From sigma / alpha, Karras' sigma.
  static NoiseLevel from_karras_sigma(double t, double karras_sigma) {
    const double alpha = 1 / std::sqrt(karras_sigma * karras_sigma + 1);
    return {t, alpha, karras_sigma * alpha};
  }
  static NoiseLevel clean() { return {}; }

  [[nodiscard]] double karras_sigma() const { return sigma / alpha; }
  // Half the logarithm of the signal-to-noise ratio (Lu et al. 2022); infinite at the clean level.
  [[nodiscard]] double lambda() const { return std::log(alpha) - std::log(sigma); }
};

}  // namespace heddle::diffusion
