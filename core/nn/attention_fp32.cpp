#include "nn/attention_fp32.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>

#include <algorithm>

#include "nn/gradients.h"
#include "nn/kernels_fp32.h"

namespace heddle::nn {

namespace {

constexpr std::int64_t kColumnsOfVector = 16;  // the widest level's

const float* numbers(const at::Tensor& x) { return static_cast<const float*>(x.const_data_ptr()); }

}  // namespace

bool fits_attention_fp32(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, std::int64_t heads) {
  const auto plain = [](const at::Tensor& x) {
    return x.device().is_cpu() && x.scalar_type() == at::kFloat && x.stride(-1) == 1 && !wants_gradients(x);
  };
  const std::int64_t d = query.size(-1) / heads;
  return plain(query) && plain(key) && plain(value) && d % 8 == 0 && d <= 1024 && kernels_fp32() != nullptr;
}

at::Tensor attention_fp32(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, std::int64_t heads) {
  const KernelsFp32& kernels = *kernels_fp32();
  const std::int64_t batch = query.size(0), n = query.size(1), m = key.size(1), dim = query.size(2), d = dim / heads;
  const std::int64_t padded = (m + kernels.panel - 1) / kernels.panel * kernels.panel;
  const std::int64_t columns = (d + kColumnsOfVector - 1) / kColumnsOfVector * kColumnsOfVector;
  // An item's stride; 0 repeats one for the whole batch.
  const auto item = [batch](const at::Tensor& x) { return x.size(0) == batch ? x.stride(0) : 0; };
  const std::int64_t sets = (item(key) == 0 && item(value) == 0 ? 1 : batch) * heads;
  const at::Tensor keys = at::empty({sets, padded * d}, at::kFloat),
                   values = at::empty({sets, padded * columns}, at::kFloat);
  auto* packed_keys = static_cast<float*>(keys.mutable_data_ptr());
  auto* packed_values = static_cast<float*>(values.mutable_data_ptr());

  at::parallel_for(0, sets, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      const float* from = numbers(key) + i / heads * item(key) + i % heads * d;
      for (std::int64_t j = 0; j < m; j += kernels.panel) {
        kernels.pack(from + j * key.stride(1), key.stride(1), std::min(kernels.panel, m - j), d,
                     packed_keys + i * padded * d + j * d);
      }
      kernels.pack_values(numbers(value) + i / heads * item(value) + i % heads * d, value.stride(1), m, padded, d,
                          packed_values + i * padded * columns);
    }
  });

  at::Tensor out = at::empty({batch, n, dim}, query.options());
  auto* result = static_cast<float*>(out.mutable_data_ptr());
  const std::int64_t parts = (n + kAttentionRows - 1) / kAttentionRows;
  at::parallel_for(0, batch * heads * parts, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      const std::int64_t head = i / parts, part = i % parts, first = n * part / parts, last = n * (part + 1) / parts;
      const std::int64_t column = head % heads * d, image = head / heads;
      kernels.attend({.query = numbers(query) + image * query.stride(0) + first * query.stride(1) + column,
                      .query_row = query.stride(1),
                      .rows = last - first,
                      .keys = packed_keys + head % sets * padded * d,
                      .values = packed_values + head % sets * padded * columns,
                      .m = m,
                      .d = d,
                      .out = result + (image * n + first) * dim + column,
                      .out_row = dim});
    }
  });
  return out;
}

}  // namespace heddle::nn
