#include "nn/matrix_product.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>

#include <algorithm>
#include <vector>

#include "nn/gradients.h"
#include "nn/kernels_fp32.h"

namespace heddle::nn {

namespace {

constexpr std::int64_t kFewestPositions = 64;  // below, packing the weight costs too much
constexpr std::int64_t kColumns = 64;          // outputs of one task
constexpr std::int64_t kRowsOfTask = 1024;     // positions for which a block of the weight is packed once
constexpr std::int64_t kRowsAtATime = 96;      // with a block of depth they stay in the L2 cache
constexpr std::int64_t kDepth = 256;
constexpr std::int64_t kWidestPanel = 32;

struct Operands {
  const float* x;
  const float* weight;
  const float* bias;
  float* out;
  std::int64_t in, out_width, weight_row;
};

// Rows [begin, end) of x for the outputs from `column` on.
void multiply_block(const KernelsFp32& kernels, const Operands& o, std::int64_t begin, std::int64_t end,
                    std::int64_t column) {
  thread_local std::vector<float> packed(kColumns * kDepth);
  const std::int64_t columns = std::min(kColumns, o.out_width - column);
  for (std::int64_t k = 0; k < o.in; k += kDepth) {
    const std::int64_t depth = std::min(kDepth, o.in - k);
    for (std::int64_t c = 0; c < columns; c += kernels.panel) {
      kernels.pack(o.weight + (column + c) * o.weight_row + k, o.weight_row, kernels.panel, depth,
                   packed.data() + c * depth);
    }
    for (std::int64_t row = begin; row < end; row += kRowsAtATime) {
      for (std::int64_t c = 0; c < columns; c += kernels.panel) {
        float* to = o.out + row * o.out_width + column + c;
        const float* bias = o.bias == nullptr ? nullptr : o.bias + column + c;
        kernels.multiply({.a = o.x + row * o.in + k,
                          .a_row = o.in,
                          .b = packed.data() + c * depth,
                          .start = k > 0 ? to : bias,
                          .start_row = k > 0 ? o.out_width : 0,
                          .c = to,
                          .c_row = o.out_width,
                          .rows = std::min(kRowsAtATime, end - row),
                          .depth = depth});
      }
    }
  }
}

}  // namespace

bool fits_matrix_product(const at::Tensor& x, const at::Tensor& weight) {
  return x.device().is_cpu() && x.scalar_type() == at::kFloat && weight.scalar_type() == at::kFloat && x.dim() >= 3 &&
         x.size(-2) >= kFewestPositions && x.is_contiguous() && weight.size(0) % kWidestPanel == 0 &&
         weight.stride(1) == 1 && !wants_gradients(x) && !wants_gradients(weight) && kernels_fp32() != nullptr;
}

at::Tensor matrix_product(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
  const KernelsFp32& kernels = *kernels_fp32();
  std::vector<std::int64_t> sizes = x.sizes().vec();
  sizes.back() = weight.size(0);
  at::Tensor out = at::empty(sizes, x.options());
  const Operands operands{static_cast<const float*>(x.const_data_ptr()),
                          static_cast<const float*>(weight.const_data_ptr()),
                          bias.defined() ? static_cast<const float*>(bias.const_data_ptr()) : nullptr,
                          static_cast<float*>(out.mutable_data_ptr()),
                          x.size(-1),
                          weight.size(0),
                          weight.stride(0)};
  const std::int64_t rows = x.numel() / operands.in, parts = (rows + kRowsOfTask - 1) / kRowsOfTask;
  const std::int64_t blocks = (operands.out_width + kColumns - 1) / kColumns;
  at::parallel_for(0, parts * blocks, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      const std::int64_t part = i / blocks;
      multiply_block(kernels, operands, rows * part / parts, rows * (part + 1) / parts, i % blocks * kColumns);
    }
  });
  return out;
}

}  // namespace heddle::nn
