// The output channels of one level of a UNet or VAE, from any of its tensors, since a file may be incomplete. Used by
// the shapes. Pure function.
#pragma once

#include <cstdint>
#include <string>

#include "weights/weight_map.h"

namespace heddle::weights::layouts {

// `level` is the place without its last dot: "down_blocks.0". 0 when unknown.
inline std::int64_t level_width(const WeightMap& weights, const std::string& level) {
  for (const char* name : {".resnets.0.conv1.weight", ".resnets.0.conv2.weight", ".resnets.0.norm2.weight",
                           ".resnets.1.conv1.weight", ".downsamplers.0.conv.weight"}) {
    if (const std::int64_t width = weights.dimension(level + name, 0); width > 0) return width;
  }
  return 0;
}

}  // namespace heddle::weights::layouts
