// What a reference picture gives one self-attention: the tokens of its own walk through the network, which the picture
// attends to beside its own ("reference-only" of sd-webui-controlnet). Used by spatial_transformer and the UNet. Plain
// values.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace heddle::nn {

struct SelfReference {
  at::Tensor tokens;               // (batch or 1, m, dim), normalised; undefined: the layer attends to its own alone
  double fidelity = 0;             // how far the unconditional rows stay with their own tokens, 0 to 1
  std::int64_t unconditional = 0;  // how many rows those are, at the front
  at::Tensor* kept = nullptr;      // receives the layer's own tokens; null: they are not kept
};

}  // namespace heddle::nn
