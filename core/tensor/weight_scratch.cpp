#include "tensor/weight_scratch.h"

#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>

#include "tensor/conversion_kernels.h"

namespace heddle::tensor {

namespace {

constexpr std::int64_t kScratchGrain = 1 << 16;  // elements a task

bool is_widened(const at::Tensor& weight, at::ScalarType type) {
  const at::ScalarType own = weight.scalar_type();
  return weight.device().is_cpu() && type == at::kFloat && (own == at::kHalf || own == at::kBFloat16) &&
         weight.is_non_overlapping_and_dense();
}

// A view of this thread's scratch memory, or of fresh memory that replaces it where a tensor still holds the old.
at::Tensor scratch_like(const at::Tensor& weight) {
  thread_local at::Tensor memory;
  const at::NoGradGuard no_grad;
  const bool is_free = memory.defined() && memory.storage().use_count() == 1;
  if (!is_free || memory.numel() < weight.numel()) {
    memory.reset();  // before the larger one is asked for
    memory = at::empty({weight.numel()}, at::kFloat);
  }
  return memory.as_strided(weight.sizes(), weight.strides());
}

}  // namespace

at::Tensor weight_in(const at::Tensor& weight, at::ScalarType type) {
  if (weight.scalar_type() == type) return weight;
  if (!is_widened(weight, type)) return weight.to(type);
  at::Tensor result = scratch_like(weight);
  const ConversionKernels& kernels = conversion_kernels();
  const auto convert = weight.scalar_type() == at::kHalf ? kernels.float_from_half : kernels.float_from_bf16;
  const auto* source = static_cast<const std::uint16_t*>(weight.const_data_ptr());
  auto* target = static_cast<std::uint32_t*>(result.mutable_data_ptr());
  at::parallel_for(0, weight.numel(), kScratchGrain,
                   [&](std::int64_t begin, std::int64_t end) { convert(source + begin, target + begin, end - begin); });
  return result;
}

}  // namespace heddle::tensor
