// Maps names of a variational autoencoder, LDM or diffusers, any spelling of its attention, to diffusers AutoencoderKL
// names with to_q, to_k, to_v, to_out.0 and group_norm. Used by all layouts that hold a VAE. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "weights/layouts/key_target.h"

namespace heddle::weights::layouts {

// Levels of the LDM decoder under `prefix` (its `up` list is stored from the finest level); 0 for diffusers names.
int ldm_vae_levels(const WeightMap& weights, std::string_view prefix);

// Attention weights come out as matrices: 1x1 convolutions are squeezed.
KeyTargets vae_target(std::string_view name, int ldm_levels);

}  // namespace heddle::weights::layouts
