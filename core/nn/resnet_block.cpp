#include "nn/resnet_block.h"

#include <ATen/TensorOperators.h>

namespace heddle::nn {

Tensor ResnetBlock::operator()(const Tensor& x, const Tensor& temb_activated,
                               const ResnetModulation* modulation) const {
  Tensor h = modulation == nullptr ? group_norm_silu(norm1, x)
                                   : silu_within(norm1(x) * modulation->in_scale + modulation->in_shift);
  h = conv1(h);
  if (time_emb_proj.weight.defined()) h = h + time_emb_proj(temb_activated).unsqueeze(-1).unsqueeze(-1);
  h = modulation == nullptr ? group_norm_silu(norm2, h)
                            : silu_within(norm2(h) * modulation->out_scale + modulation->out_shift);
  h = conv2(h);
  return (conv_shortcut.weight.defined() ? conv_shortcut(x) : x) + h;
}

ResnetBlock bind_resnet(Binder binder, const ResnetShape& shape) {
  ResnetBlock block;
  block.norm1 = bind_group_norm(binder.sub("norm1"), shape.in, shape.groups, shape.eps);
  block.conv1 = bind_conv(binder.sub("conv1"), shape.in, shape.out, 3);
  if (shape.time_dim > 0) block.time_emb_proj = bind_linear(binder.sub("time_emb_proj"), shape.time_dim, shape.out);
  block.norm2 = bind_group_norm(binder.sub("norm2"), shape.out, shape.groups, shape.eps);
  block.conv2 = bind_conv(binder.sub("conv2"), shape.out, shape.out, 3, 1, 0.2);
  if (shape.in != shape.out) block.conv_shortcut = bind_conv(binder.sub("conv_shortcut"), shape.in, shape.out, 1);
  return block;
}

}  // namespace heddle::nn
