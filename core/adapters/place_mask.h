// PlaceMask: the part of the picture that a conditioning term is kept to. Used by terms and the nodes that make them. A
// value.
#pragma once

#include <ATen/core/Tensor.h>

#include <string>

namespace heddle::adapters {

struct PlaceMask {
  at::Tensor weights;    // (1, 1, h, w) in [0, 1], any size, fp32 on the CPU; undefined: everywhere
  std::string identity;  // of its content; empty: everywhere
};

}  // namespace heddle::adapters
