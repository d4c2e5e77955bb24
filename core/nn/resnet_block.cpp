#include "nn/resnet_block.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/silu.h>

#include <utility>

namespace heddle::nn {

namespace {

// silu(x) in x's own memory unless a gradient needs it: at 512x512 a decoder's largest tensors are 268 MB each.
// Requires: x has no other owner.
Tensor silu_within(Tensor x) { return at::GradMode::is_enabled() && x.requires_grad() ? at::silu(x) : at::silu_(x); }

}  // namespace

Tensor ResnetBlock::operator()(const Tensor& x, const Tensor& temb_activated,
                               const ResnetModulation* modulation) const {
  Tensor h = norm1(x);
  if (modulation != nullptr) h = h * modulation->in_scale + modulation->in_shift;
  h = conv1(silu_within(std::move(h)));
  if (time_emb_proj.weight.defined()) h = h + time_emb_proj(temb_activated).unsqueeze(-1).unsqueeze(-1);
  h = norm2(h);
  if (modulation != nullptr) h = h * modulation->out_scale + modulation->out_shift;
  h = conv2(silu_within(std::move(h)));
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
