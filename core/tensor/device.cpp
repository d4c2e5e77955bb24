#include "tensor/device.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <c10/util/Exception.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace heddle::tensor {

namespace {

Result<at::Device> find_device(std::string_view name) {
  const bool has_cuda = at::hasCUDA();
  if (name == "auto") return at::Device(has_cuda ? at::kCUDA : at::kCPU);
  if (name == "cpu") return at::Device(at::kCPU);
  if (name.starts_with("cuda")) {
    if (!has_cuda) {
      return fail(ErrorKind::unsupported,
                  "[device] '{}' was asked for, but this LibTorch or machine has no CUDA; use cpu", name);
    }
    try {
      return at::Device(std::string(name));
    } catch (const c10::Error&) {
      return fail(ErrorKind::invalid_input, "[device] '{}' is no device; write cuda or cuda:0", name);
    }
  }
  return fail(ErrorKind::invalid_input, "[device] '{}' is no device; choose auto, cpu, cuda or cuda:N", name);
}

const char* short_name(at::ScalarType type) {
  return type == at::kBFloat16 ? "bf16" : type == at::kHalf ? "fp16" : "fp32";
}

}  // namespace

std::string ComputePolicy::describe() const {
  const std::string text = fmt::format("{}, {}", device.str(), short_name(dtype));
  return storage ? fmt::format("{} over {} weights", text, short_name(*storage)) : text;
}

std::string ComputePolicy::note() const {
  if (!storage) return {};
  return fmt::format(
      "this processor does not multiply {}; weights stay in 16 bits and are computed in fp32 (low-memory mode)",
      short_name(*storage));
}

Result<ComputePolicy> compute_policy(std::string_view device, std::string_view dtype, const Processor& processor) {
  auto found = find_device(device);
  if (!found) return forward(found);
  ComputePolicy policy{*found, at::kFloat};
  const bool in_hardware = found->is_cuda() || processor.multiplies_bf16();
  if (dtype == "auto") {
    policy.dtype = found->is_cuda() ? at::kHalf : (in_hardware ? at::kBFloat16 : at::kFloat);
  } else if (dtype == "fp32") {
    policy.dtype = at::kFloat;
  } else if (dtype == "bf16" && in_hardware) {
    policy.dtype = at::kBFloat16;
  } else if (dtype == "bf16") {
    policy.storage = at::kBFloat16;
  } else if (dtype == "fp16" && found->is_cuda()) {
    policy.dtype = at::kHalf;
  } else if (dtype == "fp16") {
    policy.storage = at::kHalf;
  } else {
    return fail(ErrorKind::invalid_input, "[device] '{}' is no precision; choose auto, fp32, bf16 or fp16", dtype);
  }
  return policy;
}

void prepare_cpu(int threads) {
  if (threads > 0) at::set_num_threads(threads);
  at::globalContext().setFlushDenormal(true);
#if defined(__GLIBC__)
  // Activations come and go at a few sizes: keeping their pages saves the page faults of mapping them again.
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
}

}  // namespace heddle::tensor
