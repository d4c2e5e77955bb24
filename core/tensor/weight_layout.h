// The memory format in which a network's convolutions are fastest. Used by everything that loads networks. Any thread.
#pragma once

#include "tensor/processor.h"
#include "tensor/weight_conversion.h"

namespace heddle::tensor {

// A network of Stable Diffusion's size.
inline constexpr std::int64_t kWideChannels = 128;

inline bool is_wide(std::int64_t channels) { return channels >= kWideChannels; }

// Whether a network whose first level has so many channels computes with the channels innermost. That is fastest for
// wide ones, and with our own kernels (nn/winograd), which take no other layout, for Bobbin's too.
inline bool has_channels_innermost(std::int64_t channels) {
  constexpr std::int64_t fewest_with_kernels = 64;
  return channels >= (processor().level == Level::portable ? kWideChannels : fewest_with_kernels);
}

inline ConvLayout layout_for(std::int64_t channels) {
  return has_channels_innermost(channels) ? ConvLayout::channels_last : ConvLayout::plain;
}

}  // namespace heddle::tensor
