#include <ATen/CPUGeneratorImpl.h>
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/scaled_dot_product_attention.h>

#include <cmath>

#include "nn/attention_fp32.h"
#include "nn/kernels_fp32.h"
#include "nn/layers.h"
#include "nn/matrix_product.h"
#include "support/test.h"

namespace heddle::nn {
namespace {

Tensor random_normal(at::IntArrayRef shape, std::uint64_t seed) {
  return at::randn(shape, at::detail::createCPUGenerator(seed), at::TensorOptions(at::kFloat));
}

double furthest(const Tensor& difference) { return difference.abs().max().item<double>(); }

double linear_error(at::IntArrayRef shape, std::int64_t out) {
  const at::NoGradGuard no_grad;
  const Tensor x = random_normal(shape, 1), bias = random_normal({out}, 3);
  const Tensor weight = random_normal({out, shape.back()}, 2) / std::sqrt(static_cast<double>(shape.back()));
  REQUIRE(fits_matrix_product(x, weight));
  const Tensor exact = at::linear(x.to(at::kDouble), weight.to(at::kDouble), bias.to(at::kDouble));
  return furthest(matrix_product(x, weight, bias) - exact);
}

TEST_CASE("linear layers are within fp32's rounding of fp64") {
  if (kernels_fp32() == nullptr) return;
  CHECK(linear_error({2, 77, 96}, 160) < 5e-6);
  CHECK(linear_error({1, 1100, 320}, 96) < 5e-6);
  CHECK(linear_error({3, 5, 64, 1283}, 32) < 1e-5);
}

TEST_CASE("a linear layer gives an item the same bits alone and in a batch") {
  if (kernels_fp32() == nullptr) return;
  const at::NoGradGuard no_grad;
  const Tensor x = random_normal({5, 300, 320}, 1), weight = random_normal({160, 320}, 2),
               bias = random_normal({160}, 3);
  const Tensor together = matrix_product(x, weight, bias);
  for (std::int64_t i = 0; i < x.size(0); ++i) {
    CHECK(at::equal(matrix_product(x.narrow(0, i, 1), weight, bias), together.narrow(0, i, 1)));
  }
}

TEST_CASE("gradients go through LibTorch's product and attention") {
  const Tensor x = random_normal({1, 80, 64}, 1), weight = random_normal({64, 64}, 2).set_requires_grad(true);
  CHECK_FALSE(fits_matrix_product(x, weight));
  CHECK(linear_map(x, weight, {}).requires_grad());
  CHECK_FALSE(fits_attention_fp32(linear_map(x, weight, {}), x, x, 2));
}

double attention_error(std::int64_t n, std::int64_t m, std::int64_t heads, std::int64_t d, double sharpness = 1) {
  const at::NoGradGuard no_grad;
  const Tensor q = random_normal({2, n, heads * d}, 1) * sharpness, k = random_normal({2, m, heads * d}, 2),
               v = random_normal({2, m, heads * d}, 3);
  REQUIRE(fits_attention_fp32(q, k, v, heads));
  const auto split = [heads](const Tensor& x) {
    return x.to(at::kDouble).view({x.size(0), x.size(1), heads, x.size(2) / heads}).transpose(1, 2);
  };
  const Tensor exact = at::scaled_dot_product_attention(split(q), split(k), split(v)).transpose(1, 2).flatten(2);
  return furthest(attention_fp32(q, k, v, heads) - exact);
}

TEST_CASE("fp32 attention is within fp32's rounding of fp64, at every head width and at sizes that fill no tile") {
  if (kernels_fp32() == nullptr) return;
  for (const std::int64_t d : {8, 16, 24, 32, 40, 56, 64, 80, 160}) CHECK(attention_error(70, 600, 2, d) < 5e-6);
  CHECK(attention_error(1, 1, 1, 8) < 5e-6);
  CHECK(attention_error(130, 4, 8, 40) < 5e-6);
  CHECK(attention_error(65, 77, 5, 64) < 5e-6);
  CHECK(attention_error(33, 257, 1, 512) < 5e-6);
  CHECK(attention_error(64, 300, 2, 40, 40.0) < 1e-4);
}

TEST_CASE("fp32 attention: keys of one item serve the batch, and an item has the same bits alone") {
  if (kernels_fp32() == nullptr) return;
  const at::NoGradGuard no_grad;
  const Tensor q = random_normal({3, 200, 80}, 4), k = random_normal({1, 77, 80}, 5), v = random_normal({1, 77, 80}, 6);
  const Tensor shared = attention_fp32(q, k, v, 2);
  CHECK(
      at::equal(shared, attention_fp32(q, k.expand({3, 77, 80}).contiguous(), v.expand({3, 77, 80}).contiguous(), 2)));
  for (std::int64_t i = 0; i < 3; ++i) {
    CHECK(at::equal(attention_fp32(q.narrow(0, i, 1), k, v, 2), shared.narrow(0, i, 1)));
  }
}

}  // namespace
}  // namespace heddle::nn
