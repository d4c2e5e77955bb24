// The residual block of Stable Diffusion's UNet, VAE and ControlNet (diffusers ResnetBlock2D). Used by UNet and VAE.
// Const calls from any thread.
#pragma once

#include "nn/layers.h"

namespace heddle::nn {

// out = shortcut(x) + conv2(silu(norm2(conv1(silu(norm1(x))) + time_emb_proj(silu(temb)))))
// What maps put in place of the norms' own numbers (Uni-ControlNet): after norm1 and norm2, times a scale and plus a
// shift for each channel and place, (1, channels, h, w).
struct ResnetModulation {
  Tensor in_scale, in_shift, out_scale, out_shift;
};

struct ResnetBlock {
  GroupNorm norm1;
  Conv2d conv1;
  Linear time_emb_proj;  // undefined weight in a VAE
  GroupNorm norm2;
  Conv2d conv2;
  Conv2d conv_shortcut;  // 1x1; undefined weight where channels stay the same

  // x (batch, in, h, w); temb_activated = silu(temb) (batch, time_dim), ignored without time_emb_proj.
  Tensor operator()(const Tensor& x, const Tensor& temb_activated = {},
                    const ResnetModulation* modulation = nullptr) const;
};

struct ResnetShape {
  std::int64_t in = 0;
  std::int64_t out = 0;
  std::int64_t time_dim = 0;  // 0: no time embedding
  std::int64_t groups = 32;
  double eps = 1e-5;
};

ResnetBlock bind_resnet(Binder binder, const ResnetShape& shape);

}  // namespace heddle::nn
