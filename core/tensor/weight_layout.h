// The memory format in which a network's convolutions are fastest. Used by everything that loads networks. Any thread.
#pragma once

#include "tensor/weight_conversion.h"

namespace heddle::tensor {

// Convolutions of wide networks are fastest with the channels innermost; narrow ones (Bobbin's) with them outermost.
inline constexpr std::int64_t kWideChannels = 128;

inline bool is_wide(std::int64_t channels) { return channels >= kWideChannels; }

// Whether a network whose first level has so many channels computes with the channels innermost.
inline bool has_channels_innermost(std::int64_t channels) { return channels >= kWideChannels; }

inline ConvLayout layout_for(std::int64_t channels) {
  return has_channels_innermost(channels) ? ConvLayout::channels_last : ConvLayout::plain;
}

}  // namespace heddle::tensor
