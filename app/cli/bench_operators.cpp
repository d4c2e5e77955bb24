#include "bench_operators.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/full.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/group_norm.h>
#include <ATen/ops/layer_norm.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/scaled_dot_product_attention.h>
#include <ATen/ops/silu.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

#include "bench_kernels.h"
#include "nn/attention.h"
#include "nn/layers.h"
#include "nn/multiply_add_peak.h"
#include "weights/latent_facts.h"

namespace heddle::cli {

namespace {

using at::Tensor;
using Work = std::function<Tensor()>;

constexpr std::int64_t kGuided = 2;  // halves of a guided step

double seconds_of_one(const Work& work) {
  const double start = clock_seconds();
  (void)work();
  return clock_seconds() - start;
}

double median(std::vector<double> all) {
  std::ranges::sort(all);
  return all[all.size() / 2];
}

class Measurement {
 public:
  Measurement(const tensor::ComputePolicy& policy, int repeats)
      : options_(at::TensorOptions(policy.device).dtype(policy.dtype)), repeats_(repeats) {}

  void convolution(std::int64_t batch, std::int64_t in, std::int64_t out, std::int64_t height, std::int64_t width,
                   int kernel = 3, int stride = 1) {
    const auto last = at::MemoryFormat::ChannelsLast;
    nn::Conv2d layer{filled({out, in, kernel, kernel}).contiguous(last), filled({out}), stride, kernel / 2};
    const Tensor x = filled({batch, in, height, width}).contiguous(last);
    const double work =
        2.0 * static_cast<double>(batch * in * out * kernel * kernel * (height / stride) * (width / stride));
    add(
        fmt::format("convolution {}x{}{}", kernel, kernel, stride == 1 ? "" : ", stride 2"),
        fmt::format("{} to {}, {}x{}x{}", in, out, batch, height, width), work, [&] { return layer(x); },
        [&] { return at::conv2d(x, layer.weight, layer.bias, stride, layer.padding); });
  }

  void linear(std::int64_t rows, std::int64_t in, std::int64_t out) {
    const Tensor x = filled({kGuided, rows, in}), weight = filled({out, in}), bias = filled({out});
    add(
        "linear", fmt::format("{} to {}, {}x{}", in, out, kGuided, rows),
        2.0 * static_cast<double>(kGuided * rows * in * out), [&] { return nn::linear_map(x, weight, bias); },
        [&] { return at::linear(x, weight, bias); });
  }

  void attention(std::int64_t batch, std::int64_t n, std::int64_t m, std::int64_t heads, std::int64_t d) {
    const Tensor q = filled({batch, n, heads * d}), k = filled({batch, m, heads * d}),
                 v = filled({batch, m, heads * d});
    const auto split = [heads](const Tensor& x) {
      return x.view({x.size(0), x.size(1), heads, x.size(2) / heads}).transpose(1, 2);
    };
    add(
        n == m ? "attention" : "attention to the text", fmt::format("heads of {}, {}x{} to {}", d, batch, n, m),
        4.0 * static_cast<double>(batch * n * m * heads * d), [&] { return nn::attention(q, k, v, heads); },
        [&] {
          return at::scaled_dot_product_attention(split(q), split(k), split(v)).transpose(1, 2).reshape(q.sizes());
        });
  }

  void norms(std::int64_t channels, std::int64_t height, std::int64_t width) {
    const Tensor x = filled({kGuided, channels, height, width}).contiguous(at::MemoryFormat::ChannelsLast);
    const Tensor tokens = filled({kGuided, height * width, channels}),
                 wide = filled({kGuided, height * width, 8 * channels});
    const Tensor weight = filled({channels}), bias = filled({channels});
    const nn::GroupNorm group{weight, bias, 32, 1e-5};
    const nn::LayerNorm layer{weight, bias, 1e-5};
    const std::string shape = fmt::format("{}, {}x{}x{}", channels, kGuided, height, width);
    const double bytes = static_cast<double>(x.nbytes());
    add(
        "norm by groups, silu", shape, 2 * bytes, [&] { return nn::group_norm_silu(group, x); },
        [&] { return at::silu(at::group_norm(x, 32, weight, bias, 1e-5)); });
    add(
        "norm by layer", shape, 2 * bytes, [&] { return layer(tokens); },
        [&] { return at::layer_norm(tokens, {channels}, weight, bias, 1e-5); });
    add(
        "gate by gelu", shape, 12 * bytes, [&] { return nn::geglu(wide); },
        [&] {
          const auto halves = wide.chunk(2, -1);
          return halves[0] * at::gelu(halves[1]);
        });
  }

  std::vector<OperatorSpeed> speeds;

 private:
  Tensor filled(at::IntArrayRef shape) const { return at::full(shape, 0.01, options_); }

  void add(std::string kind, std::string shape, double work, const Work& own, const Work& libtorch) {
    std::array<std::vector<double>, 2> seconds;
    for (int i = 0; i <= repeats_; ++i) {
      const double first = seconds_of_one(own), second = seconds_of_one(libtorch);
      if (i == 0) continue;  // warms up
      seconds[0].push_back(first);
      seconds[1].push_back(second);
    }
    speeds.push_back(
        {std::move(kind), std::move(shape), work / median(seconds[0]) / 1e9, work / median(seconds[1]) / 1e9});
  }

  at::TensorOptions options_;
  int repeats_;
};

// Stable Diffusion 1.5: levels of 320, 640, 1280 and 1280 channels, each half as wide and high.
void measure_step(Measurement& m, std::int64_t height, std::int64_t width) {
  struct Level {
    std::int64_t channels;
    std::vector<std::int64_t> inputs;  // of the residual blocks' first convolutions
  };
  const std::array<Level, 4> levels = {{{320, {320, 640, 960}},
                                        {640, {320, 640, 960, 1280, 1920}},
                                        {1280, {640, 1280, 1920, 2560}},
                                        {1280, {1280, 2560}}}};
  constexpr std::int64_t heads = 8, text = 77;
  for (std::size_t i = 0; i < levels.size(); ++i, height = (height + 1) / 2, width = (width + 1) / 2) {
    const auto& [channels, inputs] = levels[i];
    for (const std::int64_t in : inputs) m.convolution(kGuided, in, channels, height, width);
    if (i + 1 < levels.size()) m.convolution(kGuided, channels, channels, height, width, 3, 2);
    m.convolution(kGuided, inputs.back(), channels, height, width, 1);
    if (i + 1 == levels.size()) break;
    const std::int64_t n = height * width;
    m.linear(n, channels, channels);
    m.linear(n, channels, 8 * channels);
    m.linear(n, 4 * channels, channels);
    m.attention(kGuided, n, n, heads, channels / heads);
    m.attention(kGuided, n, text, heads, channels / heads);
    m.norms(channels, height, width);
  }
}

void measure_decoding(Measurement& m, std::int64_t height, std::int64_t width) {
  m.attention(1, height * width, height * width, 1, 512);
  m.convolution(1, 512, 512, height, width);
  m.convolution(1, 512, 512, 2 * height, 2 * width);
  m.convolution(1, 256, 256, 4 * height, 4 * width);
  m.convolution(1, 128, 128, 8 * height, 8 * width);
  m.convolution(1, 128, 3, 8 * height, 8 * width);
}

}  // namespace

OperatorSpeeds measure_operators(const tensor::ComputePolicy& policy, int width, int height, int repeats) {
  const at::NoGradGuard no_grad;
  constexpr int usual = 512;
  const auto latent = [](int pixels) { return (pixels > 0 ? pixels : usual) / weights::kLatentFactor; };
  OperatorSpeeds speeds{policy.device.is_cpu() ? nn::multiply_add_peak(policy.dtype, clock_seconds) : 0, {}};
  Measurement measurement(policy, repeats);
  measure_step(measurement, latent(height), latent(width));
  measure_decoding(measurement, latent(height), latent(width));
  speeds.operators = std::move(measurement.speeds);
  return speeds;
}

}  // namespace heddle::cli
