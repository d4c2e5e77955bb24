// Weights from a file's type and layout into those that the networks compute with, at the speed of memory: LibTorch's
// own conversion of fp16 to bf16, and its turning of convolutions, take seconds for a Stable Diffusion.
// Used by load_tensors. Thread rule: free functions, any thread; works on LibTorch's threads.
#pragma once

#include <ATen/core/Tensor.h>

namespace heddle::tensor {

enum class ConvLayout { plain, channels_last };

// `source` in `type` on the CPU or on `device`, rounded to nearest even as at::Tensor::to does. channels_last turns
// the kernels of convolutions larger than 1x1 into that memory format. Shares memory with `source` where nothing changes.
at::Tensor convert_weight(const at::Tensor& source, at::Device device, at::ScalarType type, ConvLayout layout);

}  // namespace heddle::tensor
