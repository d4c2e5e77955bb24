#include "nn/winograd.h"

#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>

#include <algorithm>
#include <cstddef>
#include <vector>

#include "nn/gradients.h"
#include "nn/kernels_fp32.h"
#include "tensor/conversion_kernels.h"

namespace heddle::nn {

namespace {

constexpr std::int64_t kWholeVector = 16;      // channels come in whole vectors of every level
constexpr std::int64_t kLeastChannels = 64;    // below, the transforms cost more than they save
constexpr std::int64_t kFewestPixels = 8;      // along the shorter side
constexpr std::int64_t kPartTiles = 96;        // tiles of one task: their sums stay in the L2 cache
constexpr std::int64_t kChunkBytes = 6 << 20;  // transformed inputs that a thread's share may take: they stay in the L3

// How a convolution is cut: tiles lie along rows of the pictures, one picture after the other.
struct Cut {
  std::int64_t height, width, in, out;
  std::int64_t rows, columns, tiles;  // of tiles: down, across, in all pictures
  std::int64_t chunk;                 // tiles that are transformed at a time
};

Cut cut_of(const at::Tensor& x, const at::Tensor& weight) {
  Cut cut{};
  cut.height = x.size(2);
  cut.width = x.size(3);
  cut.in = x.size(1);
  cut.out = weight.size(0);
  cut.rows = (cut.height + kWinogradTile - 1) / kWinogradTile;
  cut.columns = (cut.width + kWinogradTile - 1) / kWinogradTile;
  cut.tiles = x.size(0) * cut.rows * cut.columns;
  const std::int64_t fitting =
      kChunkBytes * at::get_num_threads() / (kWinogradPoints * cut.in * static_cast<std::int64_t>(sizeof(float)));
  const std::int64_t chunk = std::max(kPartTiles, fitting / kPartTiles * kPartTiles);
  cut.chunk = std::min(chunk, cut.tiles);
  return cut;
}

// Requires: `memory` holds a image's pixels with the channels innermost.
class Convolution {
 public:
  Convolution(const Cut& cut, const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, at::Tensor& out)
      : cut_(cut),
        x_(static_cast<const float*>(x.const_data_ptr())),
        weight_(static_cast<const std::byte*>(weight.const_data_ptr())),
        bias_(bias.defined() ? bias.to(at::kFloat) : bias),
        out_(static_cast<float*>(out.mutable_data_ptr())),
        weight_number_(static_cast<std::int64_t>(weight.element_size())),
        weight_is_half_(weight.scalar_type() == at::kHalf),
        out_stride_(weight.stride(0)),
        in_stride_(weight.stride(1)),
        tap_stride_(weight.stride(3)),
        zeros_(static_cast<std::size_t>(cut.in)),
        inputs_(at::empty({kWinogradPoints * (cut.chunk * cut.in + blocks(cut) * kWinogradGap)}, at::kFloat)) {}

  void run() {
    const std::int64_t blocks = (cut_.out + kWinogradColumns - 1) / kWinogradColumns;
    for (std::int64_t first = 0; first < cut_.tiles; first += cut_.chunk) {
      const std::int64_t count = std::min(cut_.chunk, cut_.tiles - first);
      at::parallel_for(0, count, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t tile = begin; tile < end; ++tile) transform(first + tile, tile, count);
      });
      const std::int64_t parts = (count + kPartTiles - 1) / kPartTiles;
      at::parallel_for(0, blocks * parts, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) {
          const std::int64_t part = i % parts;
          multiply(first, count, count * part / parts, count * (part + 1) / parts, i / parts * kWinogradColumns);
        }
      });
    }
  }

 private:
  static std::int64_t blocks(const Cut& cut) { return (cut.in + kWinogradDepth - 1) / kWinogradDepth; }

  struct Place {
    std::int64_t image, y, x;  // of the upper left pixel
  };

  [[nodiscard]] Place place(std::int64_t tile) const {
    const std::int64_t row = tile / cut_.columns;
    return {row / cut_.rows, row % cut_.rows * kWinogradTile, tile % cut_.columns * kWinogradTile};
  }

  void transform(std::int64_t tile, std::int64_t index, std::int64_t count) const {
    const Place at = place(tile);
    const float* pixels[kWinogradPoints];
    for (std::int64_t i = 0; i < kWinogradPoints; ++i) {
      const std::int64_t y = at.y + i / kWinogradPatch - 1, x = at.x + i % kWinogradPatch - 1;
      const bool inside = y >= 0 && y < cut_.height && x >= 0 && x < cut_.width;
      pixels[i] = inside ? x_ + ((at.image * cut_.height + y) * cut_.width + x) * cut_.in : zeros_.data();
    }
    kernels_.winograd_input({.pixels = pixels,
                             .channels = cut_.in,
                             .target = static_cast<float*>(inputs_.mutable_data_ptr()),
                             .tiles = count,
                             .tile = index});
  }

  // A block of the weight in fp32: where it is, or converted from 16 bits into this thread's scratch memory.
  [[nodiscard]] WinogradFilters filters_of(std::int64_t output, std::int64_t outputs, std::int64_t channel,
                                           std::int64_t depth) const {
    constexpr std::int64_t taps = 9;
    const std::byte* first = weight_ + (output * out_stride_ + channel * in_stride_) * weight_number_;
    WinogradFilters filters{.outputs = outputs, .depth = depth};
    if (weight_number_ == sizeof(float)) {
      filters.weight = reinterpret_cast<const float*>(first);
      filters.out_stride = out_stride_;
      filters.in_stride = in_stride_;
      filters.tap_stride = tap_stride_;
      return filters;
    }
    thread_local std::vector<std::uint32_t> scratch(kWinogradColumns * taps * kWinogradDepth);
    const tensor::ConversionKernels& conversion = tensor::conversion_kernels();
    const auto convert = weight_is_half_ ? conversion.float_from_half : conversion.float_from_bf16;
    const bool inputs_together = in_stride_ == 1;
    const std::int64_t runs = inputs_together ? taps : 1, length = taps / runs * depth;
    for (std::int64_t i = 0; i < outputs * runs; ++i) {
      const std::int64_t at = i / runs * out_stride_ + i % runs * tap_stride_;
      convert(reinterpret_cast<const std::uint16_t*>(first) + at, scratch.data() + i * length, length);
    }
    filters.weight = reinterpret_cast<const float*>(scratch.data());
    filters.out_stride = taps * depth;
    filters.in_stride = inputs_together ? 1 : taps;
    filters.tap_stride = inputs_together ? depth : 1;
    return filters;
  }

  // The tiles [begin, end) of a chunk of `count` that begins with tile `first`, for one block of outputs.
  void multiply(std::int64_t first, std::int64_t count, std::int64_t begin, std::int64_t end,
                std::int64_t output) const {
    thread_local std::vector<float> filters(kWinogradPoints * winograd_step(kWinogradDepth * kWinogradColumns));
    thread_local std::vector<float> sums(kWinogradPoints * winograd_step(kPartTiles * kWinogradColumns));
    const std::int64_t outputs = std::min(kWinogradColumns, cut_.out - output), rows = end - begin;
    const std::int64_t panels = kWinogradColumns / kernels_.panel, sum_step = winograd_step(rows * kWinogradColumns);
    const auto* inputs = static_cast<const float*>(inputs_.const_data_ptr());
    for (std::int64_t channel = 0; channel < cut_.in; channel += kWinogradDepth) {
      const std::int64_t depth = std::min(kWinogradDepth, cut_.in - channel);
      WinogradFilters block = filters_of(output, outputs, channel, depth);
      block.target = filters.data();
      kernels_.winograd_filters(block);
      const std::int64_t filter_step = winograd_step(kWinogradColumns * depth),
                         input_step = winograd_step(count * depth);
      for (std::int64_t i = 0; i < kWinogradPoints * panels; ++i) {
        const std::int64_t point = i / panels;
        float* c = sums.data() + point * sum_step + i % panels * kernels_.panel;
        kernels_.multiply({.a = inputs + point * input_step + begin * depth,
                           .a_row = depth,
                           .b = filters.data() + point * filter_step + i % panels * depth * kernels_.panel,
                           .start = channel == 0 ? nullptr : c,
                           .start_row = kWinogradColumns,
                           .c = c,
                           .c_row = kWinogradColumns,
                           .rows = rows,
                           .depth = depth});
      }
      inputs += kWinogradPoints * input_step;
    }
    for (std::int64_t tile = 0; tile < rows; ++tile) {
      const Place at = place(first + begin + tile);
      const std::int64_t pixel = (at.image * cut_.height + at.y) * cut_.width + at.x;
      kernels_.winograd_output(
          {.sums = sums.data() + tile * kWinogradColumns,
           .point_stride = sum_step,
           .bias = bias_.defined() ? static_cast<const float*>(bias_.const_data_ptr()) + output : nullptr,
           .out = out_ + pixel * cut_.out + output,
           .pixel_stride = cut_.out,
           .row_stride = cut_.width * cut_.out,
           .rows = std::min(kWinogradTile, cut_.height - at.y),
           .columns = std::min(kWinogradTile, cut_.width - at.x),
           .outputs = outputs});
    }
  }

  const KernelsFp32& kernels_ = *kernels_fp32();
  const Cut cut_;
  const float* x_;
  const std::byte* weight_;
  at::Tensor bias_;  // fp32, or undefined
  float* out_;
  std::int64_t weight_number_;  // bytes of one
  bool weight_is_half_;
  std::int64_t out_stride_, in_stride_, tap_stride_;
  std::vector<float> zeros_;
  at::Tensor inputs_;
};

}  // namespace

bool fits_winograd(const at::Tensor& x, const at::Tensor& weight) {
  const std::int64_t in = x.size(1), out = weight.size(0);
  const at::ScalarType type = x.scalar_type(), kept = weight.scalar_type();
  const bool fits_types = type == at::kFloat && (kept == type || kept == at::kBFloat16 || kept == at::kHalf);
  return x.device().is_cpu() && weight.device().is_cpu() && fits_types && weight.size(2) == 3 && weight.size(3) == 3 &&
         in % kWholeVector == 0 && out % kWholeVector == 0 && in >= kLeastChannels && out >= kLeastChannels &&
         std::min(x.size(2), x.size(3)) >= kFewestPixels && !wants_gradients(x) && !wants_gradients(weight) &&
         x.is_contiguous(at::MemoryFormat::ChannelsLast) &&
         (weight.is_contiguous() || weight.is_contiguous(at::MemoryFormat::ChannelsLast)) && kernels_fp32() != nullptr;
}

at::Tensor winograd(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
  const at::NoGradGuard no_grad;
  const Cut cut = cut_of(x, weight);
  at::Tensor out = at::empty({x.size(0), cut.out, cut.height, cut.width}, x.options(), at::MemoryFormat::ChannelsLast);
  Convolution(cut, x, weight, bias, out).run();
  return out;
}

}  // namespace heddle::nn
