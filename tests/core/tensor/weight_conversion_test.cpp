#include "tensor/weight_conversion.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/isnan.h>
#include <ATen/ops/randint.h>
#include <ATen/ops/randn.h>

#include "support/test.h"

namespace heddle::tensor {
namespace {

at::Tensor noise(at::IntArrayRef shape) {
  return at::randn(shape, at::detail::createCPUGenerator(7), at::TensorOptions(at::kFloat));
}

// Equal bits, but for numbers that are none.
bool same(const at::Tensor& a, const at::Tensor& b) {
  const at::Tensor nan = at::isnan(b);
  return at::equal(at::isnan(a), nan) &&
         at::equal(a.view(at::kShort).masked_fill(nan, 0), b.view(at::kShort).masked_fill(nan, 0));
}

at::Tensor bf16(const at::Tensor& source, ConvLayout layout = ConvLayout::plain) {
  return convert_weight(source, at::kCPU, at::kBFloat16, layout);
}

TEST_CASE("every fp16 value, subnormal, infinite or none, becomes the bf16 that LibTorch makes of it") {
  const at::Tensor all = at::arange(-32768, 32768, at::kShort).view(at::kHalf);
  CHECK(same(bf16(all), all.to(at::kBFloat16)));
}

TEST_CASE("fp32 is rounded to bf16 as LibTorch rounds it") {
  const at::Tensor bits =
      at::randint(-2147483648LL, 2147483647LL, {200'000}, at::detail::createCPUGenerator(3), at::kLong).to(at::kInt);
  CHECK(same(bf16(bits.view(at::kFloat)), bits.view(at::kFloat).to(at::kBFloat16)));
}

TEST_CASE("convolutions are turned, from every type") {
  for (const at::ScalarType type : {at::kHalf, at::kFloat, at::kBFloat16}) {
    const at::Tensor weight = noise({70, 33, 3, 3}).to(type);
    const at::Tensor turned = bf16(weight, ConvLayout::channels_last);
    CHECK(turned.is_contiguous(at::MemoryFormat::ChannelsLast));
    CHECK(at::equal(turned, weight.to(at::kBFloat16)));
    const at::Tensor wide = convert_weight(weight, at::kCPU, at::kFloat, ConvLayout::channels_last);
    CHECK(wide.is_contiguous(at::MemoryFormat::ChannelsLast));
    CHECK(at::equal(wide, weight.to(at::kFloat)));
  }
}

TEST_CASE("weights of many pages keep every value") {
  const at::Tensor matrix = noise({1'100'001}).to(at::kHalf), kernels = noise({301, 130, 3, 3}).to(at::kHalf);
  CHECK(at::equal(bf16(matrix), matrix.to(at::kBFloat16)));
  CHECK(at::equal(bf16(kernels, ConvLayout::channels_last), kernels.to(at::kBFloat16)));
  CHECK(at::equal(convert_weight(matrix, at::kCPU, at::kFloat, ConvLayout::plain), matrix.to(at::kFloat)));
  CHECK(at::equal(convert_weight(kernels, at::kCPU, at::kFloat, ConvLayout::channels_last), kernels.to(at::kFloat)));
  CHECK(at::equal(convert_weight(kernels, at::kCPU, at::kFloat, ConvLayout::plain), kernels.to(at::kFloat)));
}

TEST_CASE("1x1 kernels and matrices keep their layout; what fits is not copied") {
  const at::Tensor kernel = noise({8, 4, 1, 1}).to(at::kBFloat16), matrix = noise({8, 4}).to(at::kBFloat16);
  CHECK(bf16(kernel, ConvLayout::channels_last).data_ptr() == kernel.data_ptr());
  CHECK(bf16(matrix, ConvLayout::channels_last).data_ptr() == matrix.data_ptr());
}

TEST_CASE("views with gaps are converted too") {
  const at::Tensor view = noise({40, 50}).to(at::kHalf).transpose(0, 1);
  CHECK(at::equal(bf16(view), view.to(at::kBFloat16)));
}

}  // namespace
}  // namespace heddle::tensor
