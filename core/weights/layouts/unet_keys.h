// Maps LDM names of a UNet (`input_blocks.4.1.proj_in.weight`, without `model.diffusion_model.`) to diffusers names.
// Used by the checkpoint layout. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "weights/layouts/key_target.h"

namespace heddle::weights::layouts {

// Residual blocks a level of the UNet under `prefix`, read off the first input block that is a downsampler.
int ldm_unet_layers_per_block(const WeightMap& weights, std::string_view prefix);

// `is_sdxl`: label_emb is SDXL's add_embedding, otherwise the class_embedding of unCLIP models.
KeyTargets unet_target_from_ldm(std::string_view name, int layers_per_block, bool is_sdxl);

// The name under which an LDM training checkpoint keeps the moving average of `name` (which has its full prefix):
// `model.diffusion_model.out.0.bias` -> `model_ema.diffusion_modelout0bias`.
std::string ldm_ema_name(std::string_view name);

}  // namespace heddle::weights::layouts
