#include "nn/group_norm_fp32.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty_like.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "nn/gradients.h"
#include "nn/kernels_fp32.h"

namespace heddle::nn {

namespace {

constexpr std::int64_t kRowsOfSum = 64;  // pixels summed up in fp32
constexpr std::int64_t kVectorOfAll = 16;

const float* floats(const at::Tensor& x) { return static_cast<const float*>(x.const_data_ptr()); }

// One item: (rows, channels).
struct Item {
  const float* x;
  std::int64_t rows, channels, groups;
};

// What an item's numbers are multiplied by and what is added, by channel.
struct Scaling {
  std::vector<float> factor, shift;
};

// Sums and squares of the differences from the first pixel, so that a mean far from zero costs no digits.
std::vector<double> sums_of(const Item& item) {
  const std::int64_t blocks = (item.rows + kRowsOfSum - 1) / kRowsOfSum, width = 2 * item.channels;
  std::vector<float> parts(static_cast<std::size_t>(blocks * width));
  at::parallel_for(0, blocks, 8, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      float* part = parts.data() + i * width;
      const std::int64_t first = i * kRowsOfSum;
      kernels_fp32()->sum_rows(item.x + first * item.channels, std::min(kRowsOfSum, item.rows - first), item.channels,
                               item.x, part, part + item.channels);
    }
  });
  std::vector<double> sums(static_cast<std::size_t>(width));
  for (std::int64_t i = 0; i < blocks; ++i) {
    const float* part = parts.data() + i * width;
    for (std::int64_t c = 0; c < width; ++c) sums[static_cast<std::size_t>(c)] += static_cast<double>(part[c]);
  }
  return sums;
}

Scaling scaling_of(const Item& item, const float* weight, const float* bias, double eps) {
  const std::vector<double> sums = sums_of(item);
  const auto channels = static_cast<std::size_t>(item.channels),
             width = channels / static_cast<std::size_t>(item.groups);
  const auto rows = static_cast<double>(item.rows), count = rows * static_cast<double>(width);
  Scaling scaling{std::vector<float>(channels), std::vector<float>(channels)};
  for (std::size_t first = 0; first < channels; first += width) {
    double mean = 0, variance = 0;
    for (std::size_t c = first; c < first + width; ++c) mean += rows * static_cast<double>(item.x[c]) + sums[c];
    mean /= count;
    for (std::size_t c = first; c < first + width; ++c) {
      const double above = static_cast<double>(item.x[c]) - mean;
      variance += sums[channels + c] + 2 * above * sums[c] + rows * above * above;
    }
    const double factor = 1 / std::sqrt(std::max(variance / count, 0.0) + eps);
    for (std::size_t c = first; c < first + width; ++c) {
      const double own = factor * static_cast<double>(weight[c]);
      scaling.factor[c] = static_cast<float>(own);
      scaling.shift[c] = static_cast<float>(static_cast<double>(bias[c]) - mean * own);
    }
  }
  return scaling;
}

}  // namespace

bool fits_group_norm_fp32(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, std::int64_t groups) {
  return x.device().is_cpu() && x.scalar_type() == at::kFloat && x.dim() == 4 && x.numel() > 0 &&
         x.size(1) % kVectorOfAll == 0 && x.size(1) % groups == 0 && x.is_contiguous(at::MemoryFormat::ChannelsLast) &&
         weight.defined() && bias.defined() && weight.scalar_type() == at::kFloat && bias.scalar_type() == at::kFloat &&
         weight.is_contiguous() && bias.is_contiguous() && !wants_gradients(x) && !wants_gradients(weight) &&
         !wants_gradients(bias) && kernels_fp32() != nullptr;
}

at::Tensor group_norm_fp32(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, std::int64_t groups,
                           double eps, bool with_silu) {
  constexpr std::int64_t grain = 1 << 15;  // numbers of a task
  const std::int64_t channels = x.size(1), rows = x.size(2) * x.size(3);
  at::Tensor out = at::empty_like(x, at::MemoryFormat::ChannelsLast);
  auto* result = static_cast<float*>(out.mutable_data_ptr());
  const auto apply = with_silu ? kernels_fp32()->scale_rows_silu : kernels_fp32()->scale_rows;
  for (std::int64_t i = 0; i < x.size(0); ++i) {
    const Item item{floats(x) + i * rows * channels, rows, channels, groups};
    const Scaling scaling = scaling_of(item, floats(weight), floats(bias), eps);
    float* to = result + i * rows * channels;
    at::parallel_for(0, rows, std::max<std::int64_t>(1, grain / channels), [&](std::int64_t begin, std::int64_t end) {
      apply(item.x + begin * channels, end - begin, channels, scaling.factor.data(), scaling.shift.data(),
            to + begin * channels);
    });
  }
  return out;
}

}  // namespace heddle::nn
