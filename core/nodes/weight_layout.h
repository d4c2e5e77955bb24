// Which memory format a network's convolutions are fastest in. Used by model loading.
#pragma once

#include "tensor/weight_conversion.h"

namespace heddle::nodes {

// Convolutions of wide networks are fastest with the channels innermost; narrow ones (Bobbin's) with them outermost.
inline constexpr std::int64_t kWideChannels = 128;

inline tensor::ConvLayout layout_for(std::int64_t channels) {
  return channels >= kWideChannels ? tensor::ConvLayout::channels_last : tensor::ConvLayout::plain;
}

}  // namespace heddle::nodes
