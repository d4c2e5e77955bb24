// Converts weights from a file's type and layout into those of the networks at memory speed: LibTorch's own conversion
// of fp16 to bf16, and its change of convolution layouts, take seconds for a Stable Diffusion. Used by model loading.
// Thread rule: free functions, any thread; works on LibTorch's threads.
#pragma once

#include <ATen/core/Tensor.h>

#include <optional>

namespace heddle::tensor {

enum class ConvLayout { plain, channels_last };

// The type that a weight is kept in by a network that computes in `compute`. With a `storage` (the low-memory mode)
// that is the type of matrices and kernels: 16 bits of a file stay as they are, exact and mapped, what is wider becomes
// `storage`; biases and the weights of norms are small and have the type of computing. Others than floating numbers
// keep their type.
at::ScalarType kept_type(const at::Tensor& weight, at::ScalarType compute, std::optional<at::ScalarType> storage);

// `source` in `type` on the CPU or on `device`, rounded to nearest even as at::Tensor::to does. channels_last turns
// the kernels of convolutions larger than 1x1 into that memory format. Shares memory with `source` where nothing
// changes.
at::Tensor convert_weight(const at::Tensor& source, at::Device device, at::ScalarType type, ConvLayout layout);

}  // namespace heddle::tensor
