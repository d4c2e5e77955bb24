// The inner loops of weight conversion, one version for each level of processor. Used by weight_conversion and
// weight_scratch. Free functions, any thread; none starts a thread.
#pragma once

#include <cstdint>

#include "tensor/processor.h"

namespace heddle::tensor {

// Numbers are passed as their bits. Every version gives the same bits for all numbers, subnormal ones too, whatever
// the processor's modes for them; a NaN stays one. Source and target do not overlap.
struct ConversionKernels {
  void (*bf16_from_half)(const std::uint16_t* source, std::uint16_t* target, std::int64_t count);
  void (*bf16_from_float)(const std::uint32_t* source, std::uint16_t* target, std::int64_t count);
  void (*float_from_half)(const std::uint16_t* source, std::uint32_t* target, std::int64_t count);
  void (*float_from_bf16)(const std::uint16_t* source, std::uint32_t* target, std::int64_t count);
  // (channels, taps) -> (taps, channels)
  void (*turn)(const std::uint16_t* source, std::uint16_t* target, std::int64_t channels, std::int64_t taps);
};

// Requires: this processor has `level`.
const ConversionKernels& conversion_kernels(Level level);
// Those of processor().level.
const ConversionKernels& conversion_kernels();

}  // namespace heddle::tensor
