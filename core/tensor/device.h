// ComputePolicy: where and in which precision networks run; resolves "auto" for this machine. Used by the node context
// and the command line. Pure functions, any thread.
#pragma once

#include <c10/core/Device.h>
#include <c10/core/ScalarType.h>

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "tensor/processor.h"

namespace heddle::tensor {

struct ComputePolicy {
  at::Device device = at::kCPU;
  at::ScalarType dtype = at::kFloat;  // what networks compute in
  // What matrices and kernels are kept in where that is another type: the low-memory mode. None: in dtype.
  std::optional<at::ScalarType> storage = std::nullopt;

  [[nodiscard]] std::string describe() const;  // "cpu, bf16"; "cpu, fp32 over bf16 weights"
  [[nodiscard]] std::string note() const;      // a sentence where the choice differs from its name, else empty
};

// device: auto, cpu, cuda, cuda:N. dtype: auto, fp32, bf16, fp16. Auto takes CUDA where there is one, and on a CPU bf16
// only where `processor` multiplies it. bf16 elsewhere, and fp16 on any CPU, is the low-memory mode: 16 bits in memory,
// computed in fp32. Failure: a device that is not there.
Result<ComputePolicy> compute_policy(std::string_view device, std::string_view dtype,
                                     const Processor& processor = tensor::processor());

// Threads for LibTorch's pool, flushing of denormals, large pages for activations. Call once, before the first tensor.
void prepare_cpu(int threads);

}  // namespace heddle::tensor
