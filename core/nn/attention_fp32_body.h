// Attention on the products of kernels_fp32_body.h. Used by kernels_fp32_avx2.cpp and kernels_fp32_avx512.cpp. Any
// thread.
#pragma once

#include "nn/kernels_fp32_body.h"

namespace heddle::nn {
namespace {

constexpr std::int64_t kBlockKeys = 256;  // keys whose scores are held at once
constexpr std::int64_t kWidestHead = 1024;

// Columns of d in whole panels, and half a panel where the rest fits into it.
HEDDLE_INLINE std::int64_t padded_columns(std::int64_t d) { return (d + kLanes - 1) / kLanes * kLanes; }

typedef std::int32_t Integers __attribute__((vector_size(kLanes * sizeof(std::int32_t))));

// 2^x for x <= 0: the integer part goes to the exponent, Taylor's polynomial of degree 6 gives the rest (relative error
// below 2e-7).
HEDDLE_INLINE Vector exp2_negative(Vector x) {
  const Vector lowest = Vector{} - 126.0F;
  x = x < lowest ? lowest : x;
  constexpr float kRounding = 12582912.0F;  // 1.5 * 2^23: its last bit counts ones
  const Vector shifted = x + kRounding;
  const Vector f = x - (shifted - kRounding);
  Vector p = 1.5403530e-4F * f + 1.3333558e-3F;
  p = p * f + 9.6181291e-3F;
  p = p * f + 5.5504109e-2F;
  p = p * f + 2.4022651e-1F;
  p = p * f + 6.9314718e-1F;
  p = p * f + 1.0F;
  Integers bits, exponent;
  __builtin_memcpy(&bits, &p, sizeof(bits));
  __builtin_memcpy(&exponent, &shifted, sizeof(exponent));
  bits += exponent << 23;  // the rest of `shifted` leaves at the top
  Vector result;
  __builtin_memcpy(&result, &bits, sizeof(result));
  return result;
}

HEDDLE_INLINE float largest_of(Vector v) {
  float most = v[0];
#pragma GCC unroll 16
  for (int i = 1; i < kLanes; ++i) most = v[i] > most ? v[i] : most;
  return most;
}

HEDDLE_INLINE float sum_of(Vector v) {
  float parts[kLanes];
  store(parts, v);
#pragma GCC unroll 4
  for (int width = kLanes / 2; width > 0; width /= 2) {
    for (int i = 0; i < width; ++i) parts[i] += parts[i + width];
  }
  return parts[0];
}

// Turns one row of products into weights against the running maximum; returns by how much what is summed up shrinks.
HEDDLE_INLINE float weigh_row(float* scores, std::int64_t keys, std::int64_t padded, float scale, float& maximum,
                              float& sum) {
  for (std::int64_t j = keys; j < padded; ++j) scores[j] = scores[keys - 1];
  Vector peak = load<Vector>(scores);
  for (std::int64_t j = kLanes; j < padded; j += kLanes) {
    const Vector v = load<Vector>(scores + j);
    peak = v > peak ? v : peak;
  }
  const float found = largest_of(peak) * scale;
  const float most = found > maximum ? found : maximum;
  for (std::int64_t j = keys; j < padded; ++j) scores[j] = -1e30F;  // adds 2^-126 to the sum
  Vector total{};
  for (std::int64_t j = 0; j < padded; j += kLanes) {
    const Vector weight = exp2_negative(load<Vector>(scores + j) * scale - most);
    store(scores + j, weight);
    total += weight;
  }
  for (std::int64_t j = keys; j < padded; ++j) scores[j] = 0;
  const float shrink = exp2_negative(Vector{} + (maximum - most))[0];
  sum = sum * shrink + sum_of(total);
  maximum = most;
  return shrink;
}

HEDDLE_INLINE void scale_row(float* row, std::int64_t columns, float factor) {
  for (std::int64_t c = 0; c < columns; c += kLanes) store(row + c, load<Vector>(row + c) * factor);
}

void attend(const AttentionTask& task) {
  alignas(64) static thread_local float scores[kAttentionRows * (kBlockKeys + kLanes)];
  alignas(64) static thread_local float sums[kAttentionRows * kWidestHead];
  constexpr std::int64_t score_row = kBlockKeys + kLanes;
  const std::int64_t columns = padded_columns(task.d), padded_keys = (task.m + kPanel - 1) / kPanel * kPanel;
  const float scale = 1.44269504088896341F / __builtin_sqrtf(static_cast<float>(task.d));
  float maximum[kAttentionRows], sum[kAttentionRows];
  for (std::int64_t r = 0; r < task.rows; ++r) {
    maximum[r] = -1e30F;
    sum[r] = 0;
  }
  for (std::int64_t block = 0; block < padded_keys; block += kBlockKeys) {
    const std::int64_t padded = padded_keys - block < kBlockKeys ? padded_keys - block : kBlockKeys;
    const std::int64_t keys = task.m - block < padded ? task.m - block : padded;
    PanelProduct product{
        .a = task.query, .a_row = task.query_row, .c_row = score_row, .rows = task.rows, .depth = task.d};
    for (std::int64_t j = 0; j < padded; j += kPanel) {
      product.b = task.keys + (block + j) * task.d;
      product.c = scores + j;
      multiply<2>(product);
    }
    for (std::int64_t r = 0; r < task.rows; ++r) {
      const float shrink = weigh_row(scores + r * score_row, keys, padded, scale, maximum[r], sum[r]);
      if (block > 0 && shrink != 1.0F) scale_row(sums + r * columns, columns, shrink);
    }
    PanelProduct added{.a = scores, .a_row = score_row, .c_row = columns, .rows = task.rows, .depth = padded};
    for (std::int64_t c = 0; c < columns; c += kPanel) {
      const std::int64_t width = columns - c < kPanel ? kLanes : kPanel;
      added.b = task.values + c * padded_keys + block * width;
      added.c = sums + c;
      added.start = block == 0 ? nullptr : added.c;
      added.start_row = columns;
      width == kPanel ? multiply<2>(added) : multiply<1>(added);
    }
  }
  for (std::int64_t r = 0; r < task.rows; ++r) {
    const float* row = sums + r * columns;
    const float factor = 1.0F / sum[r];
    float* out = task.out + r * task.out_row;
    for (std::int64_t c = 0; c < task.d; c += kEight) store(out + c, load<Eight>(row + c) * factor);
  }
}

void pack_values(const float* source, std::int64_t row, std::int64_t keys, std::int64_t padded, std::int64_t d,
                 float* target) {
  const std::int64_t columns = padded_columns(d);
  for (std::int64_t c = 0; c < columns; c += kPanel) {
    const std::int64_t width = columns - c < kPanel ? kLanes : kPanel;
    const std::int64_t real = d - c < width ? d - c : width;
    float* to = target + c * padded;
    for (std::int64_t j = 0; j < padded; ++j, to += width) {
      for (std::int64_t i = 0; i < width; i += kEight) {
        store(to + i, j < keys && i < real ? load<Eight>(source + j * row + c + i) : Eight{});
      }
    }
  }
}

}  // namespace
}  // namespace heddle::nn
