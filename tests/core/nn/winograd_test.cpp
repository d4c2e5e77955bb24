#include "nn/winograd.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/silu.h>

#include <cmath>

#include "nn/kernels_fp32.h"
#include "nn/layers.h"
#include "support/test.h"

namespace heddle::nn {
namespace {

Tensor normal(at::IntArrayRef shape, std::uint64_t seed) {
  return at::randn(shape, at::detail::createCPUGenerator(seed), at::TensorOptions(at::kFloat));
}

Tensor last(const Tensor& x) { return x.contiguous(at::MemoryFormat::ChannelsLast); }

struct Case {
  Tensor x, weight, bias;
};

Case made(std::int64_t batch, std::int64_t in, std::int64_t out, std::int64_t height, std::int64_t width) {
  return {last(at::silu(normal({batch, in, height, width}, 1))),
          last(normal({out, in, 3, 3}, 2) / std::sqrt(9.0 * static_cast<double>(in))), normal({out}, 3)};
}

Tensor exact(const Case& c) {
  return at::conv2d(c.x.to(at::kDouble), c.weight.to(at::kDouble), c.bias.to(at::kDouble), 1, 1);
}

double largest(const Tensor& difference) { return difference.abs().max().item<double>(); }

bool has_kernels() { return kernels_fp32() != nullptr; }

TEST_CASE("the kernels are in the build for the levels that this processor has") {
#if defined(__x86_64__)
  CHECK(has_kernels() == (tensor::processor().level != tensor::Level::portable));
#endif
}

TEST_CASE("Winograd's error against fp64 is at most four times that of the direct convolution") {
  if (!has_kernels()) return;
  const at::NoGradGuard no_grad;
  for (const Case& c : {made(1, 64, 64, 32, 32), made(2, 320, 96, 16, 16), made(1, 1280, 64, 8, 8)}) {
    const Tensor reference = exact(c);
    const double direct = largest(at::conv2d(c.x, c.weight, c.bias, 1, 1) - reference);
    const double error = largest(winograd(c.x, c.weight, c.bias) - reference);
    CHECK(error <= 4 * direct);
    CHECK(error < 2e-5);
  }
}

TEST_CASE("Winograd makes the pictures' edges, odd sizes and blocks that are not full") {
  if (!has_kernels()) return;
  const at::NoGradGuard no_grad;
  for (const Case& c : {made(1, 64, 80, 9, 13), made(3, 80, 64, 11, 8), made(1, 144, 112, 30, 50)}) {
    REQUIRE(fits_winograd(c.x, c.weight));
    CHECK(largest(winograd(c.x, c.weight, c.bias) - exact(c)) < 2e-5);
    CHECK(largest(winograd(c.x, c.weight, {}) + c.bias.view({1, -1, 1, 1}) - exact(c)) < 2e-5);
    CHECK(at::equal(winograd(c.x, c.weight.contiguous(), c.bias), winograd(c.x, c.weight, c.bias)));
  }
}

TEST_CASE("a picture has the same bits alone and in a batch") {
  if (!has_kernels()) return;
  const at::NoGradGuard no_grad;
  const Case c = made(5, 96, 64, 24, 20);
  const Tensor together = winograd(c.x, c.weight, c.bias);
  for (std::int64_t i = 0; i < c.x.size(0); ++i) {
    CHECK(at::equal(winograd(last(c.x.narrow(0, i, 1)), c.weight, c.bias), together.narrow(0, i, 1)));
  }
}

TEST_CASE("weights kept in 16 bits give the bits of their fp32 values") {
  if (!has_kernels()) return;
  const at::NoGradGuard no_grad;
  const Case c = made(2, 80, 96, 17, 12);
  for (const Tensor& weight : {c.weight, c.weight.contiguous()}) {
    for (const at::ScalarType kept : {at::kHalf, at::kBFloat16}) {
      const Tensor stored = weight.to(kept);
      REQUIRE(fits_winograd(c.x, stored));
      CHECK(at::equal(winograd(c.x, stored, c.bias), winograd(c.x, stored.to(at::kFloat), c.bias)));
    }
  }
}

TEST_CASE("what is narrow, small, strided or wants gradients is left to LibTorch") {
  const Case c = made(1, 64, 64, 16, 16);
  {
    const at::NoGradGuard no_grad;
    CHECK(fits_winograd(c.x, c.weight) == has_kernels());
    CHECK_FALSE(fits_winograd(c.x.contiguous(), c.weight));
    CHECK_FALSE(fits_winograd(c.x.to(at::kDouble), c.weight.to(at::kDouble)));
    const Case narrow = made(1, 48, 64, 16, 16), small = made(1, 64, 64, 4, 64);
    CHECK_FALSE(fits_winograd(narrow.x, narrow.weight));
    CHECK_FALSE(fits_winograd(small.x, small.weight));
  }
  const Tensor trained = at::Tensor(c.weight).detach().set_requires_grad(true);
  CHECK_FALSE(fits_winograd(c.x, trained));
  const Conv2d layer{trained, c.bias, 1, 1};
  CHECK(layer(c.x).requires_grad());
}

}  // namespace
}  // namespace heddle::nn
