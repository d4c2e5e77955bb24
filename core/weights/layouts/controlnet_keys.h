// Names of a ControlNet in its author's files (`zero_convs.3.0.weight`, without `control_model.`) -> diffusers names.
// Used by map_part. Pure functions.
#pragma once

#include <string_view>

#include "weights/layouts/key_target.h"

namespace heddle::weights::layouts {

// `layers_per_block`: ldm_unet_layers_per_block. `hint_layers`: convolutions of the map's network (8 in released
// files).
KeyTargets controlnet_target_from_ldm(std::string_view name, int layers_per_block, int hint_layers);

// How many convolutions `input_hint_block` under `prefix` has; activations between them take every other number.
int ldm_hint_layers(const WeightMap& file, std::string_view prefix);

}  // namespace heddle::weights::layouts
