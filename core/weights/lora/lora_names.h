// Every name by which LoRA files identify the modules of one network. Used by matching. Pure functions.
#pragma once

#include <map>
#include <string>

#include "weights/weight_map.h"

namespace heddle::weights {

// The file's spelling of a module to its canonical name: "lora_unet_input_blocks_1_1_proj_in" and
// "unet.down_blocks.0.attentions.0.proj_in" both to "down_blocks.0.attentions.0.proj_in".
using ModuleNames = std::map<std::string, std::string, std::less<>>;

// `network`: the weights of a UNet or a text encoder under canonical names.
[[nodiscard]] ModuleNames unet_module_names(const WeightMap& network);
[[nodiscard]] ModuleNames text_module_names(const WeightMap& network);

}  // namespace heddle::weights
