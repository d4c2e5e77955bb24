// One pre-norm transformer layer of CLIP, text or image side (transformers CLIPEncoderLayer). Used by CLIP's two
// encoders. Const calls from any thread.
#pragma once

#include "nn/layers.h"

namespace heddle::nn {

struct ClipLayerShape {
  std::int64_t dim = 768;
  std::int64_t heads = 12;
  std::int64_t mlp_dim = 3072;
  Activation activation = Activation::quick_gelu;
  double eps = 1e-5;
};

struct ClipLayer {
  LayerNorm layer_norm1, layer_norm2;
  Linear q_proj, k_proj, v_proj, out_proj, fc1, fc2;
  std::int64_t heads = 12;
  Activation activation = Activation::quick_gelu;

  // x (batch, tokens, dim); causal: a token sees only itself and those before it.
  Tensor operator()(const Tensor& x, bool causal) const;
};

ClipLayer bind_clip_layer(Binder binder, const ClipLayerShape& shape);

}  // namespace heddle::nn
