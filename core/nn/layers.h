// The basic layers of the networks: a struct of bound weights and a call operator that reads as the formula. A layer
// computes in the dtype of its input; a weight that is kept in another dtype is converted as it is used
// (tensor/weight_scratch.h). Norms accumulate in fp32 (ATen does). Used by every network. Const calls from any thread.
#pragma once

#include <ATen/core/Tensor.h>

#include <string_view>

#include "tensor/binder.h"

namespace heddle::nn {

using at::Tensor;
using tensor::Binder;

// x (..., in) times weight (out, in), plus `bias` where it is defined; on our own products where they gain.
Tensor linear_map(const Tensor& x, const Tensor& weight, const Tensor& bias);

struct Linear {
  Tensor weight;  // (out, in)
  Tensor bias;    // (out) or undefined
  Tensor operator()(const Tensor& x) const;
};

struct Conv2d {
  Tensor weight;  // (out, in, k, k)
  Tensor bias;    // (out) or undefined
  int stride = 1;
  int padding = 1;
  Tensor operator()(const Tensor& x) const;
};

struct GroupNorm {
  Tensor weight;  // (channels)
  Tensor bias;    // (channels)
  std::int64_t groups = 32;
  double eps = 1e-5;
  Tensor operator()(const Tensor& x) const;
};

struct LayerNorm {
  Tensor weight;  // (dim)
  Tensor bias;    // (dim)
  double eps = 1e-5;
  Tensor operator()(const Tensor& x) const;
};

// silu(norm(x)); where no gradients are wanted, without a second tensor: at 512x512 a decoder's largest take 268 MB
// each.
Tensor group_norm_silu(const GroupNorm& norm, const Tensor& x);
// silu(x) in x's own memory unless a gradient needs it. Requires: x has no other owner.
Tensor silu_within(Tensor x);
// The first half of x's columns times gelu of the second.
Tensor geglu(const Tensor& x);

enum class Bias { yes, no };

// `init_scale` is the scale of a new layer's weight (tensor::Init::fan_in); 0 makes a zero layer.
Linear bind_linear(Binder binder, std::int64_t in, std::int64_t out, Bias bias = Bias::yes, double init_scale = 1.0);
Conv2d bind_conv(Binder binder, std::int64_t in, std::int64_t out, int kernel, int stride = 1, double init_scale = 1.0);
GroupNorm bind_group_norm(Binder binder, std::int64_t channels, std::int64_t groups, double eps);
LayerNorm bind_layer_norm(Binder binder, std::int64_t dim, double eps = 1e-5);

// x * sigmoid(1.702 x), OpenAI's CLIP.
Tensor quick_gelu(const Tensor& x);

// "quick_gelu" or "gelu" (exact, erf), as the config of a CLIP network names it.
enum class Activation { quick_gelu, gelu };
// "gelu" (the exact one), else quick_gelu: the two that CLIP's configs name.
Activation activation_named(std::string_view name);
Tensor activate(const Tensor& x, Activation activation);

}  // namespace heddle::nn
