// What the processor does at most: multiply-adds in registers alone. Used by bench. Threads: LibTorch's own pool.
#pragma once

#include <c10/core/ScalarType.h>

namespace heddle::nn {

// GFLOP/s of all threads together in fp32 or bf16, by the clock that is given; 0 where this program has no such
// instructions to measure.
double multiply_add_peak(at::ScalarType type, double (*clock_seconds)());

}  // namespace heddle::nn
