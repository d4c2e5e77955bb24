#include "nn/attention.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/scaled_dot_product_attention.h>

#include <fstream>
#include <string>

#include "nn/attention_bf16.h"
#include "support/test.h"
#include "tensor/processor.h"

namespace heddle::nn {
namespace {

Tensor noise(at::IntArrayRef shape, std::uint64_t seed) {
  return at::randn(shape, at::detail::createCPUGenerator(seed), at::TensorOptions(at::kFloat)).to(at::kBFloat16);
}

Tensor reference(const Tensor& q, const Tensor& k, const Tensor& v, std::int64_t heads) {
  const auto split = [heads](const Tensor& x) {
    return x.to(at::kDouble).view({x.size(0), x.size(1), heads, x.size(2) / heads}).transpose(1, 2);
  };
  return at::scaled_dot_product_attention(split(q), split(k), split(v)).transpose(1, 2).flatten(2);
}

double error(std::int64_t n, std::int64_t m, std::int64_t heads, std::int64_t d, double sharpness = 1) {
  const at::NoGradGuard no_grad;
  const Tensor q = noise({2, n, heads * d}, 1) * sharpness, k = noise({2, m, heads * d}, 2),
               v = noise({2, m, heads * d}, 3);
  return (attention(q, k, v, heads).to(at::kDouble) - reference(q, k, v, heads)).abs().max().item<double>();
}

#if defined(__x86_64__)
TEST_CASE("the bf16 kernel is in the build and used where the processor has its instructions") {
  std::ifstream file("/proc/cpuinfo");
  const std::string processor{std::istreambuf_iterator<char>(file), {}};
  const bool has = processor.find("avx512_bf16") != std::string::npos;
  CHECK(tensor::processor_features().avx512_bf16 == has);
  CHECK(has_attention_bf16() == (has && !tensor::processor().narrowed));
}
#endif

TEST_CASE("bf16 attention stays within bf16's rounding of fp64 at every head width of SD 1.5") {
  CHECK(error(256, 256, 8, 40) < 0.01);
  CHECK(error(64, 64, 8, 80) < 0.02);
  CHECK(error(64, 256, 8, 160) < 0.02);
  CHECK(error(200, 500, 4, 16) < 0.01);
}

TEST_CASE("bf16 attention handles sizes that fill no tile") {
  CHECK(error(1, 1, 1, 2) < 0.02);
  CHECK(error(7, 4, 8, 40) < 0.02);
  CHECK(error(65, 77, 5, 64) < 0.02);
  CHECK(error(66, 193, 3, 38) < 0.02);
}

TEST_CASE("bf16 attention survives scores far apart") { CHECK(error(64, 300, 2, 40, 40.0) < 0.03); }

TEST_CASE("keys of one item serve the whole batch") {
  const at::NoGradGuard no_grad;
  const Tensor q = noise({3, 20, 80}, 4), k = noise({1, 77, 80}, 5), v = noise({1, 77, 80}, 6);
  const Tensor shared = attention(q, k, v, 2);
  const Tensor repeated = attention(q, k.expand({3, 77, 80}).contiguous(), v.expand({3, 77, 80}).contiguous(), 2);
  CHECK((shared - repeated).abs().max().item<double>() == 0.0);
}

}  // namespace
}  // namespace heddle::nn
