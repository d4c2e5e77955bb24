#include "tensor/weight_conversion.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>
#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <vector>

// The loops below are plain integer arithmetic; the compiler makes one version for each kind of processor.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define HEDDLE_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define HEDDLE_CLONES
#endif

namespace heddle::tensor {

namespace {

constexpr std::int64_t kGrain = 1 << 16;  // elements a task: less is not worth a thread
constexpr std::int64_t kStep = 1 << 18;   // elements converted before the next pages are asked for: they stay in the cache

inline std::uint16_t bf16_of(std::uint32_t bits) {
  const std::uint32_t rounded = (bits + 0x7FFFU + ((bits >> 16) & 1U)) >> 16;
  const bool is_nan = (bits & 0x7FFFFFFFU) > 0x7F800000U;
  return static_cast<std::uint16_t>(is_nan ? 0x7FC0U : rounded);
}

// The exponent of a half moves up by 112; a multiplication does that for subnormal halves too.
inline std::uint32_t float_bits_of_half(std::uint16_t half) {
  const std::uint32_t magnitude = static_cast<std::uint32_t>(half & 0x7FFFU) << 13;
  const auto scaled = std::bit_cast<std::uint32_t>(std::bit_cast<float>(magnitude) * 0x1p112F);
  const std::uint32_t special = (half & 0x7C00U) == 0x7C00U ? 0x7F800000U : 0U;
  return scaled | special | (static_cast<std::uint32_t>(half & 0x8000U) << 16);
}

// Has the kernel lend the pages of fresh memory in one call instead of one trap a page: a Stable Diffusion fills half a
// million, and the traps took as long as the conversion. Only a wish: what is not granted comes by traps.
void lend_pages([[maybe_unused]] void* memory, [[maybe_unused]] std::size_t bytes) {
#ifdef MADV_POPULATE_WRITE
  constexpr std::uintptr_t page = 4096;
  const std::uintptr_t begin = (reinterpret_cast<std::uintptr_t>(memory) + page - 1) / page * page;
  const std::uintptr_t end = (reinterpret_cast<std::uintptr_t>(memory) + bytes) / page * page;
  if (end > begin) (void)::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_POPULATE_WRITE);
#endif
}

HEDDLE_CLONES void bf16_from_half(const std::uint16_t* source, std::uint16_t* target, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) target[i] = bf16_of(float_bits_of_half(source[i]));
}

HEDDLE_CLONES void bf16_from_float(const std::uint32_t* source, std::uint16_t* target, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) target[i] = bf16_of(source[i]);
}

// (channels, taps) -> (taps, channels)
HEDDLE_CLONES void turn(const std::uint16_t* source, std::uint16_t* target, std::int64_t channels, std::int64_t taps) {
  for (std::int64_t t = 0; t < taps; ++t) {
    for (std::int64_t c = 0; c < channels; ++c) target[t * channels + c] = source[c * taps + t];
  }
}

void bf16_from(const at::Tensor& source, std::int64_t first, std::int64_t count, std::uint16_t* target) {
  if (source.scalar_type() == at::kFloat) {
    return bf16_from_float(static_cast<const std::uint32_t*>(source.const_data_ptr()) + first, target, count);
  }
  const std::uint16_t* halves = static_cast<const std::uint16_t*>(source.const_data_ptr()) + first;
  if (source.scalar_type() == at::kHalf) return bf16_from_half(halves, target, count);
  std::memcpy(target, halves, static_cast<std::size_t>(count) * sizeof(std::uint16_t));
}

at::Tensor plain_bf16(const at::Tensor& source) {
  at::Tensor result = at::empty(source.sizes(), at::TensorOptions(at::kBFloat16));
  auto* target = static_cast<std::uint16_t*>(result.mutable_data_ptr());
  at::parallel_for(0, source.numel(), kGrain, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t first = begin; first < end; first += kStep) {
      const std::int64_t count = std::min(kStep, end - first);
      lend_pages(target + first, static_cast<std::size_t>(count) * sizeof(std::uint16_t));
      bf16_from(source, first, count, target + first);
    }
  });
  return result;
}

at::Tensor channels_last_bf16(const at::Tensor& source) {
  at::Tensor result = at::empty(source.sizes(), at::TensorOptions(at::kBFloat16), at::MemoryFormat::ChannelsLast);
  auto* target = static_cast<std::uint16_t*>(result.mutable_data_ptr());
  const std::int64_t channels = source.size(1), taps = source.size(2) * source.size(3), row = channels * taps;
  at::parallel_for(0, source.size(0), std::max<std::int64_t>(1, kGrain / row), [&](std::int64_t begin, std::int64_t end) {
    std::vector<std::uint16_t> converted(static_cast<std::size_t>(row));
    const std::int64_t rows = std::max<std::int64_t>(1, kStep / row);
    for (std::int64_t out = begin; out < end; ++out) {
      if ((out - begin) % rows == 0) {
        lend_pages(target + out * row, static_cast<std::size_t>(std::min(rows, end - out) * row) * sizeof(std::uint16_t));
      }
      bf16_from(source, out * row, row, converted.data());
      turn(converted.data(), target + out * row, channels, taps);
    }
  });
  return result;
}

bool is_quick(const at::Tensor& source, at::Device device, at::ScalarType type) {
  const at::ScalarType from = source.scalar_type();
  return device.is_cpu() && source.is_contiguous() && source.numel() > 0 && type == at::kBFloat16 &&
         (from == at::kHalf || from == at::kFloat || from == at::kBFloat16);
}

}  // namespace

at::Tensor convert_weight(const at::Tensor& source, at::Device device, at::ScalarType type, ConvLayout layout) {
  const bool turned = layout == ConvLayout::channels_last && source.dim() == 4 && source.size(2) * source.size(3) > 1;
  if (is_quick(source, device, type)) {
    if (turned) return channels_last_bf16(source);
    if (source.scalar_type() != type) return plain_bf16(source);
  }
  const at::Tensor converted = source.to(device, type);
  return turned ? converted.contiguous(at::MemoryFormat::ChannelsLast) : converted;
}

}  // namespace heddle::tensor
