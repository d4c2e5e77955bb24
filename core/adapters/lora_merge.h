// The arithmetic of LoRA, LoCon, LoHa, LoKr, DoRA and full differences: applies a patch to a weight. Used by the LoRA
// node. Thread rule: free functions, any thread.
//
// W is a weight, d the product of the file's factors, a = alpha / rank, s the strength that the user chose.
//   LoRA   d = up down             LoCon with a core  d[o,i,k,l] = sum up[o,a] core[a,b,k,l] down[b,i]
//   LoHa   d = (w1a w1b) * (w2a w2b)                  LoKr  d = w1 (x) w2
//   W' = W + s a d;   DoRA: W' = W + s (m (W + a d) / |W + a d| - W), the norm over all but the scale's own axis.
// Source: arXiv 2106.09685, 2108.06098, 2309.14859, 2402.09353. Computed in fp32, in fp64 where W is.
#pragma once

#include <ATen/core/Tensor.h>

#include <span>

#include "base/result.h"
#include "weights/lora/lora_match.h"

namespace heddle::adapters {

struct LoraTerm {
  const weights::LoraPatch* patch = nullptr;
  double strength = 1;
};

// `weight` (fp32 or fp64, on any device) with the terms applied in their order; a new tensor, `weight` is not changed.
// Failure: a file whose numbers are not finite; a type that cannot be read.
Result<at::Tensor> merged(const at::Tensor& weight, std::span<const LoraTerm> terms);

}  // namespace heddle::adapters
