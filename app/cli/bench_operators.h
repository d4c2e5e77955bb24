// How near the classes of operators of Stable Diffusion 1.5 come to the processor's peak: this program's against
// LibTorch's own, in turn. Used by bench. LibTorch's threads.
#pragma once

#include <string>
#include <vector>

#include "tensor/device.h"

namespace heddle::cli {

struct OperatorSpeed {
  std::string kind;              // "convolution 3x3", "linear", "attention", "norm", ...
  std::string shape;             // "320 to 640, 32x32"
  double own = 0, libtorch = 0;  // GFLOP/s, or GB/s read and written
  // Whether it does little but read and write.
  [[nodiscard]] bool moves_memory() const { return kind.starts_with("norm") || kind.starts_with("gate"); }
};

struct OperatorSpeeds {
  double peak = 0;  // GFLOP/s of multiply-adds in registers on all threads; 0 where the processor has no kernel for it
  std::vector<OperatorSpeed> operators;
};

// At the shapes of a guided step of width x height pixels and of decoding its picture, in the policy's type; medians of
// `repeats`.
OperatorSpeeds measure_operators(const tensor::ComputePolicy& policy, int width, int height, int repeats);

}  // namespace heddle::cli
