// Where and in which precision networks run: the policy that turns "auto" into something this machine does well.
// Used by the node services and the command line. Pure functions, any thread.
#pragma once

#include <c10/core/Device.h>
#include <c10/core/ScalarType.h>

#include <string>
#include <string_view>

#include "base/result.h"

namespace heddle::tensor {

struct ComputePolicy {
  at::Device device = at::kCPU;
  at::ScalarType dtype = at::kFloat;

  [[nodiscard]] std::string describe() const;  // "cpu, bf16"
};

// device: auto, cpu, cuda, cuda:N. dtype: auto, fp32, bf16, fp16. Auto takes CUDA where there is one, and on a CPU bf16
// only where cpuid says AVX512-BF16 or AMX. Failure: a device that is not there; fp16 on a CPU.
Result<ComputePolicy> compute_policy(std::string_view device, std::string_view dtype);

// Whether this processor multiplies bf16 in hardware.
bool cpu_has_bf16();

// Threads for LibTorch's pool, flushing of denormals, large pages for activations. Call once, before the first tensor.
void prepare_cpu(int threads);

}  // namespace heddle::tensor
