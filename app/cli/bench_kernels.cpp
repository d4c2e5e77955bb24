#include "bench_kernels.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/full.h>
#include <ATen/ops/matmul.h>

#include <algorithm>
#include <chrono>
#include <ctime>

#include "nn/attention.h"
#include "tensor/processor.h"
#include "tensor/weight_scratch.h"

namespace heddle::cli {

namespace {

using at::Tensor;

constexpr int kKernelRuns = 3;
bool by_processor = false;

Tensor filled(at::IntArrayRef shape, at::ScalarType type) { return at::full(shape, 0.01, at::TensorOptions(type)); }

double matmul_speed(at::ScalarType type) {
  constexpr std::int64_t n = 2048;
  const Tensor a = filled({n, n}, type);
  return 2.0 * n * n * n / median_seconds(kKernelRuns, [&] { (void)at::matmul(a, a); }) / 1e9;
}

// 3x3, 320 channels, 64x64: the first level of the UNet.
double conv_speed(at::ScalarType type) {
  constexpr std::int64_t channels = 320, side = 64;
  const Tensor x = filled({1, channels, side, side}, type).contiguous(at::MemoryFormat::ChannelsLast);
  const Tensor weight = filled({channels, channels, 3, 3}, type).contiguous(at::MemoryFormat::ChannelsLast);
  const double work = 2.0 * channels * channels * 9 * side * side;
  return work / median_seconds(kKernelRuns, [&] { (void)at::conv2d(x, weight, {}, 1, 1); }) / 1e9;
}

// 2,048 positions, 8 heads of 40.
double attention_speed(at::ScalarType type) {
  constexpr std::int64_t n = 2048, heads = 8, d = 40;
  const Tensor x = filled({1, n, heads * d}, type);
  return 4.0 * n * n * heads * d / median_seconds(kKernelRuns, [&] { (void)nn::attention(x, x, x, heads); }) / 1e9;
}

// The largest matrix of the UNet's feed-forward, 10240 x 1280.
double widening_speed(at::ScalarType type) {
  const Tensor weight = filled({10240, 1280}, type);
  return 4.0 * static_cast<double>(weight.numel()) /
         median_seconds(kKernelRuns, [&] { (void)tensor::weight_in(weight, at::kFloat); }) / 1e9;
}

}  // namespace

void use_processor_clock() { by_processor = true; }

double clock_seconds() {
  if (by_processor) return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double median_seconds(int repeats, const std::function<void()>& work) {
  work();
  std::vector<double> all;
  for (int i = 0; i < repeats; ++i) {
    const double start = clock_seconds();
    work();
    all.push_back(clock_seconds() - start);
  }
  std::ranges::sort(all);
  return all[all.size() / 2];
}

std::vector<KernelSpeed> measure_kernels() {
  std::vector<KernelSpeed> speeds;
  const auto add = [&speeds](at::ScalarType type, const std::string& name) {
    speeds.push_back({"matmul " + name, matmul_speed(type)});
    speeds.push_back({"convolution " + name, conv_speed(type)});
    speeds.push_back({"attention " + name, attention_speed(type)});
  };
  add(at::kFloat, "fp32");
  if (tensor::processor().multiplies_bf16()) add(at::kBFloat16, "bf16");
  speeds.push_back({"widen fp16", widening_speed(at::kHalf)});
  speeds.push_back({"widen bf16", widening_speed(at::kBFloat16)});
  return speeds;
}

}  // namespace heddle::cli
