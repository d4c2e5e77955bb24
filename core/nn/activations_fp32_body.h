// Activations on the vectors of kernels_fp32_body.h. Used by kernels_fp32_avx2.cpp and kernels_fp32_avx512.cpp. Any
// thread.
#pragma once

#include "nn/attention_fp32_body.h"

namespace heddle::nn {
namespace {

// x * Phi(x). The complementary error function of |x| / sqrt(2) by formula 7.1.26 of Abramowitz and Stegun, whose error
// is below 1.5e-7.
HEDDLE_INLINE Vector gelu(Vector x) {
  const Vector zero{};
  const Vector size = x > zero ? x : -x;
  const Vector t = 1.0F / (1.0F + (0.3275911F * 0.70710678F) * size);
  Vector p = 1.061405429F * t - 1.453152027F;
  p = p * t + 1.421413741F;
  p = p * t - 0.284496736F;
  p = p * t + 0.254829592F;
  const Vector rest = 0.5F * size * p * t * exp2_negative(x * x * (-0.5F * 1.44269504F));
  return (x > zero ? x : zero) - rest;
}

void geglu(const float* x, std::int64_t rows, std::int64_t columns, float* out) {
  for (std::int64_t row = 0; row < rows; ++row, x += 2 * columns, out += columns) {
    for (std::int64_t c = 0; c < columns; c += kLanes) {
      store(out + c, load<Vector>(x + c) * gelu(load<Vector>(x + columns + c)));
    }
  }
}

HEDDLE_INLINE Vector silu(Vector x) {
  const Vector zero{}, one = zero + 1.0F;
  const Vector shrunk = exp2_negative((x > zero ? -x : x) * 1.44269504F);
  return x * (x > zero ? one : shrunk) / (one + shrunk);
}

void sum_rows(const float* x, std::int64_t rows, std::int64_t columns, const float* origin, float* sums,
              float* squares) {
  for (std::int64_t row = 0; row < rows; ++row, x += columns) {
    for (std::int64_t c = 0; c < columns; c += kLanes) {
      const Vector above = load<Vector>(x + c) - load<Vector>(origin + c);
      store(sums + c, load<Vector>(sums + c) + above);
      store(squares + c, load<Vector>(squares + c) + above * above);
    }
  }
}

template <bool kWithSilu>
void scale_rows(const float* x, std::int64_t rows, std::int64_t columns, const float* factor, const float* shift,
                float* out) {
  for (std::int64_t row = 0; row < rows; ++row, x += columns, out += columns) {
    for (std::int64_t c = 0; c < columns; c += kLanes) {
      const Vector y = load<Vector>(x + c) * load<Vector>(factor + c) + load<Vector>(shift + c);
      store(out + c, kWithSilu ? silu(y) : y);
    }
  }
}

}  // namespace
}  // namespace heddle::nn
