#include "tensor/weight_scratch.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/randn.h>

#include <vector>

#include "support/test.h"
#include "tensor/conversion_kernels.h"
#include "tensor/weight_conversion.h"

namespace heddle::tensor {
namespace {

std::vector<std::uint16_t> all_halves() {
  std::vector<std::uint16_t> all(65536);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint16_t>(i);
  return all;
}

// Every NaN counts as one and the same.
template <class Bits>
void check_equal(const std::vector<Bits>& actual, const std::vector<Bits>& expected, Bits infinity, Bits sign) {
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    const auto is_nan = [&](Bits bits) { return static_cast<Bits>(bits & static_cast<Bits>(~sign)) > infinity; };
    const bool fine = is_nan(expected[i]) ? is_nan(actual[i]) : actual[i] == expected[i];
    if (!fine) ++wrong;
  }
  CHECK(wrong == 0);
}

at::Tensor scratch_noise(at::IntArrayRef shape) {
  return at::randn(shape, at::detail::createCPUGenerator(7), at::TensorOptions(at::kFloat));
}

}  // namespace

TEST_CASE("at every level that this processor has, all 65,536 halves and bf16 numbers become the same fp32") {
  const std::vector<std::uint16_t> all = all_halves();
  const at::Tensor source = at::arange(0, 65536, at::kInt).to(at::kShort);
  const auto bits_of = [](const at::Tensor& x) {
    const auto* first = static_cast<const std::uint32_t*>(x.const_data_ptr());
    return std::vector<std::uint32_t>(first, first + x.numel());
  };
  const auto from_half = bits_of(source.view(at::kHalf).to(at::kFloat)),
             from_bf16 = bits_of(source.view(at::kBFloat16).to(at::kFloat));
  for (const Level level : {Level::portable, Level::avx2, Level::avx512}) {
    if (level > processor_with(processor_features(), "")->level) continue;
    CAPTURE(to_string(level));
    const ConversionKernels& kernels = conversion_kernels(level);
    for (const std::int64_t count : {65536, 65531}) {  // with a rest that fills no vector
      std::vector<std::uint32_t> wide(static_cast<std::size_t>(count));
      const auto cut = [count](std::vector<std::uint32_t> bits) {
        bits.resize(static_cast<std::size_t>(count));
        return bits;
      };
      kernels.float_from_half(all.data(), wide.data(), count);
      check_equal<std::uint32_t>(wide, cut(from_half), 0x7F800000U, 0x80000000U);
      kernels.float_from_bf16(all.data(), wide.data(), count);
      check_equal<std::uint32_t>(wide, cut(from_bf16), 0x7F800000U, 0x80000000U);
    }
    std::vector<std::uint16_t> narrow(all.size()), portable(all.size());
    kernels.bf16_from_half(all.data(), narrow.data(), 65536);
    conversion_kernels(Level::portable).bf16_from_half(all.data(), portable.data(), 65536);
    check_equal<std::uint16_t>(narrow, portable, 0x7F80, 0x8000);
  }
}

TEST_CASE("a weight of the wanted type is itself; one of 16 bits is widened in its own layout") {
  const at::Tensor plain = scratch_noise({33, 70});
  CHECK(weight_in(plain, at::kFloat).is_same(plain));
  for (const at::ScalarType type : {at::kHalf, at::kBFloat16}) {
    const at::Tensor kernel = scratch_noise({300, 130, 3, 3}).to(type).contiguous(at::MemoryFormat::ChannelsLast);
    const at::Tensor wide = weight_in(kernel, at::kFloat);
    CHECK(wide.strides() == kernel.strides());
    CHECK(at::equal(wide, kernel.to(at::kFloat)));
    const at::Tensor turned = scratch_noise({40, 50}).to(type).t(),
                     gaps = scratch_noise({40, 50}).to(type).slice(1, 0, 20);
    CHECK(at::equal(weight_in(turned, at::kFloat), turned.to(at::kFloat)));
    CHECK(at::equal(weight_in(gaps, at::kFloat), gaps.to(at::kFloat)));
  }
}

TEST_CASE("scratch memory is used again when its tensor is gone, and never while it is held") {
  const at::Tensor first = scratch_noise({64, 64}).to(at::kHalf), second = scratch_noise({32, 64}).to(at::kBFloat16);
  const void* place = weight_in(first, at::kFloat).const_data_ptr();
  CHECK(weight_in(second, at::kFloat).const_data_ptr() == place);
  const at::Tensor held = weight_in(first, at::kFloat);
  const at::Tensor other = weight_in(second, at::kFloat);
  CHECK(other.const_data_ptr() != held.const_data_ptr());
  CHECK(at::equal(held, first.to(at::kFloat)));
}

TEST_CASE(
    "the low-memory mode keeps 16 bits of a file, makes 16 bits of wider matrices, and leaves small weights alone") {
  const at::Tensor matrix = scratch_noise({4, 4}), row = scratch_noise({4});
  CHECK((kept_type(matrix, at::kFloat, at::kBFloat16) == at::kBFloat16));
  CHECK((kept_type(matrix.to(at::kHalf), at::kFloat, at::kBFloat16) == at::kHalf));
  CHECK((kept_type(row.to(at::kHalf), at::kFloat, at::kBFloat16) == at::kFloat));
  CHECK((kept_type(matrix.to(at::kHalf), at::kFloat, std::nullopt) == at::kFloat));
  CHECK((kept_type(matrix.to(at::kLong), at::kFloat, at::kHalf) == at::kLong));
  const at::Tensor kernel = scratch_noise({8, 4, 3, 3}).to(at::kHalf);
  const at::Tensor kept = convert_weight(kernel, at::kCPU, at::kHalf, ConvLayout::channels_last);
  CHECK(kept.is_contiguous(at::MemoryFormat::ChannelsLast));
  CHECK(at::equal(kept, kernel));
  CHECK(convert_weight(kernel, at::kCPU, at::kHalf, ConvLayout::plain).is_alias_of(kernel));
}

}  // namespace heddle::tensor
