// Maps names of IP-Adapter tensors in every known form to h94's: `image_proj.<key>` and `ip_adapter.N.to_k_ip.weight`.
// N counts attention processors as diffusers lists them: down blocks, up blocks, then the middle; odd N are the
// cross-attentions. Used by the adapter layout. Pure functions.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "weights/layouts/key_target.h"

namespace heddle::weights::layouts {

// Layer names (`down_blocks.0.attentions.1.transformer_blocks.0`) to N, from whatever full processor names are there.
using ProcessorNumbers = std::map<std::string, int, std::less<>>;
ProcessorNumbers processor_numbers(const WeightMap& weights);

// Accepts `image_proj.`, `image_proj_model.`; `ip_adapter.N.`, `adapter_modules.N.`; and
// `[unet.]<layer>.attn2.processor.to_k_ip[.0].weight`.
KeyTargets adapter_target(std::string_view name, const ProcessorNumbers& numbers);

}  // namespace heddle::weights::layouts
