#include "tensor/weight_conversion.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include "tensor/conversion_kernels.h"

namespace heddle::tensor {

namespace {

constexpr std::int64_t kGrain = 1 << 16;  // elements a task: less is not worth a thread
constexpr std::int64_t kStep =
    1 << 18;  // elements converted before the next pages are asked for: they stay in the cache

// Has the kernel map the pages of fresh memory in one call instead of one trap a page: a Stable Diffusion fills half a
// million, and the traps took as long as the conversion. Only a hint: pages not granted come by traps.
void lend_pages([[maybe_unused]] void* memory, [[maybe_unused]] std::size_t bytes) {
#ifdef MADV_POPULATE_WRITE
  constexpr std::uintptr_t page = 4096;
  const std::uintptr_t begin = (reinterpret_cast<std::uintptr_t>(memory) + page - 1) / page * page;
  const std::uintptr_t end = (reinterpret_cast<std::uintptr_t>(memory) + bytes) / page * page;
  if (end > begin) (void)::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_POPULATE_WRITE);
#endif
}

// Elements of `source` in `type`, which is bf16 or the source's own of 16 bits.
void bits_from(const at::Tensor& source, at::ScalarType type, std::int64_t first, std::int64_t count,
               std::uint16_t* target) {
  const ConversionKernels& kernels = conversion_kernels();
  if (source.scalar_type() == at::kFloat) {
    return kernels.bf16_from_float(static_cast<const std::uint32_t*>(source.const_data_ptr()) + first, target, count);
  }
  const std::uint16_t* halves = static_cast<const std::uint16_t*>(source.const_data_ptr()) + first;
  if (source.scalar_type() != type) return kernels.bf16_from_half(halves, target, count);
  std::memcpy(target, halves, static_cast<std::size_t>(count) * sizeof(std::uint16_t));
}

at::Tensor plain_bits(const at::Tensor& source, at::ScalarType type) {
  at::Tensor result = at::empty(source.sizes(), at::TensorOptions(type));
  auto* target = static_cast<std::uint16_t*>(result.mutable_data_ptr());
  at::parallel_for(0, source.numel(), kGrain, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t first = begin; first < end; first += kStep) {
      const std::int64_t count = std::min(kStep, end - first);
      lend_pages(target + first, static_cast<std::size_t>(count) * sizeof(std::uint16_t));
      bits_from(source, type, first, count, target + first);
    }
  });
  return result;
}

at::Tensor channels_last_bits(const at::Tensor& source, at::ScalarType type) {
  at::Tensor result = at::empty(source.sizes(), at::TensorOptions(type), at::MemoryFormat::ChannelsLast);
  auto* target = static_cast<std::uint16_t*>(result.mutable_data_ptr());
  const std::int64_t channels = source.size(1), taps = source.size(2) * source.size(3), row = channels * taps;
  at::parallel_for(0, source.size(0), std::max<std::int64_t>(1, kGrain / row),
                   [&](std::int64_t begin, std::int64_t end) {
                     std::vector<std::uint16_t> converted(static_cast<std::size_t>(row));
                     const std::int64_t rows = std::max<std::int64_t>(1, kStep / row);
                     for (std::int64_t out = begin; out < end; ++out) {
                       if ((out - begin) % rows == 0) {
                         lend_pages(target + out * row,
                                    static_cast<std::size_t>(std::min(rows, end - out) * row) * sizeof(std::uint16_t));
                       }
                       bits_from(source, type, out * row, row, converted.data());
                       conversion_kernels().turn(converted.data(), target + out * row, channels, taps);
                     }
                   });
  return result;
}

using Widening = void (*)(const std::uint16_t* source, std::uint32_t* target, std::int64_t count);

at::Tensor plain_floats(const at::Tensor& source, Widening widen) {
  at::Tensor result = at::empty(source.sizes(), at::TensorOptions(at::kFloat));
  const auto* halves = static_cast<const std::uint16_t*>(source.const_data_ptr());
  auto* target = static_cast<std::uint32_t*>(result.mutable_data_ptr());
  at::parallel_for(0, source.numel(), kGrain, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t first = begin; first < end; first += kStep) {
      const std::int64_t count = std::min(kStep, end - first);
      lend_pages(target + first, static_cast<std::size_t>(count) * sizeof(std::uint32_t));
      widen(halves + first, target + first, count);
    }
  });
  return result;
}

at::Tensor channels_last_floats(const at::Tensor& source, Widening widen) {
  at::Tensor result = at::empty(source.sizes(), at::TensorOptions(at::kFloat), at::MemoryFormat::ChannelsLast);
  const auto* halves = static_cast<const std::uint16_t*>(source.const_data_ptr());
  auto* target = static_cast<std::uint32_t*>(result.mutable_data_ptr());
  const std::int64_t channels = source.size(1), taps = source.size(2) * source.size(3), row = channels * taps;
  const std::int64_t rows = std::max<std::int64_t>(1, kStep / row);
  at::parallel_for(0, source.size(0), std::max<std::int64_t>(1, kGrain / row),
                   [&](std::int64_t begin, std::int64_t end) {
                     std::vector<std::uint16_t> turned(static_cast<std::size_t>(row));
                     for (std::int64_t out = begin; out < end; ++out) {
                       if ((out - begin) % rows == 0) {
                         lend_pages(target + out * row,
                                    static_cast<std::size_t>(std::min(rows, end - out) * row) * sizeof(std::uint32_t));
                       }
                       conversion_kernels().turn(halves + out * row, turned.data(), channels, taps);
                       widen(turned.data(), target + out * row, row);
                     }
                   });
  return result;
}

// Null where the weight is not one of 16 bits that becomes fp32.
Widening widening_of(const at::Tensor& source, at::Device device, at::ScalarType type) {
  if (!device.is_cpu() || type != at::kFloat || !source.is_contiguous() || source.numel() == 0) return nullptr;
  if (source.scalar_type() == at::kHalf) return conversion_kernels().float_from_half;
  return source.scalar_type() == at::kBFloat16 ? conversion_kernels().float_from_bf16 : nullptr;
}

bool is_quick(const at::Tensor& source, at::Device device, at::ScalarType type) {
  const at::ScalarType from = source.scalar_type();
  return device.is_cpu() && source.is_contiguous() && source.numel() > 0 &&
         ((type == at::kBFloat16 && (from == at::kHalf || from == at::kFloat || from == at::kBFloat16)) ||
          (type == at::kHalf && from == at::kHalf));
}

}  // namespace

at::ScalarType kept_type(const at::Tensor& weight, at::ScalarType compute, std::optional<at::ScalarType> storage) {
  const at::ScalarType own = weight.scalar_type();
  if (!weight.is_floating_point()) return own;
  if (!storage || weight.dim() < 2) return compute;
  return own == at::kHalf || own == at::kBFloat16 ? own : *storage;
}

at::Tensor convert_weight(const at::Tensor& source, at::Device device, at::ScalarType type, ConvLayout layout) {
  const bool turned = layout == ConvLayout::channels_last && source.dim() == 4 && source.size(2) * source.size(3) > 1;
  if (const Widening widen = widening_of(source, device, type); widen != nullptr) {
    return turned ? channels_last_floats(source, widen) : plain_floats(source, widen);
  }
  if (is_quick(source, device, type)) {
    if (turned) return channels_last_bits(source, type);
    if (source.scalar_type() != type) return plain_bits(source, type);
  }
  const at::Tensor converted = source.to(device, type);
  return turned ? converted.contiguous(at::MemoryFormat::ChannelsLast) : converted;
}

}  // namespace heddle::tensor
