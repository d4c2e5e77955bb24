#include "nn/clip_layer.h"

#include <ATen/TensorOperators.h>

#include "nn/attention.h"

namespace heddle::nn {

Tensor ClipLayer::operator()(const Tensor& x, bool causal) const {
  const Tensor h = layer_norm1(x);
  const auto attend = causal ? causal_attention : attention;
  const Tensor mixed = x + out_proj(attend(q_proj(h), k_proj(h), v_proj(h), heads));
  return mixed + fc2(activate(fc1(layer_norm2(mixed)), activation));
}

ClipLayer bind_clip_layer(Binder binder, const ClipLayerShape& shape) {
  ClipLayer layer;
  layer.heads = shape.heads;
  layer.activation = shape.activation;
  layer.layer_norm1 = bind_layer_norm(binder.sub("layer_norm1"), shape.dim, shape.eps);
  layer.layer_norm2 = bind_layer_norm(binder.sub("layer_norm2"), shape.dim, shape.eps);
  layer.q_proj = bind_linear(binder.sub("self_attn.q_proj"), shape.dim, shape.dim);
  layer.k_proj = bind_linear(binder.sub("self_attn.k_proj"), shape.dim, shape.dim);
  layer.v_proj = bind_linear(binder.sub("self_attn.v_proj"), shape.dim, shape.dim);
  layer.out_proj = bind_linear(binder.sub("self_attn.out_proj"), shape.dim, shape.dim, Bias::yes, 0.5);
  layer.fc1 = bind_linear(binder.sub("mlp.fc1"), shape.dim, shape.mlp_dim);
  layer.fc2 = bind_linear(binder.sub("mlp.fc2"), shape.mlp_dim, shape.dim, Bias::yes, 0.5);
  return layer;
}

}  // namespace heddle::nn
