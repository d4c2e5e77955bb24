// Whether a kernel without gradients may take a tensor. Used by the kernels of this room. Any thread.
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/core/grad_mode.h>

namespace heddle::nn {

inline bool wants_gradients(const at::Tensor& x) { return at::GradMode::is_enabled() && x.requires_grad(); }

}  // namespace heddle::nn
