// Used by kernels_fp32_avx2.cpp and kernels_fp32_avx512.cpp, which define kLanes and kTileRows before they include
// it: vectors of kLanes numbers, and kTileRows x 2 of them held in registers by a product. Everything is local to the
// file that includes it, so that no other file is given instructions that its processor may lack. Any thread.
#pragma once

#include <cstdint>
#include <cstring>

#include "nn/kernels_fp32.h"

namespace heddle::nn {
namespace {

#define HEDDLE_INLINE [[gnu::always_inline]] inline

typedef float Vector __attribute__((vector_size(kLanes * sizeof(float))));
typedef float Eight __attribute__((vector_size(8 * sizeof(float))));
constexpr std::int64_t kPanel = 2 * kLanes;
constexpr std::int64_t kEight = 8;

template <class V>
HEDDLE_INLINE V load(const float* from) {
  V v;
  __builtin_memcpy(&v, from, sizeof(V));
  return v;
}

template <class V>
HEDDLE_INLINE void store(float* to, V v) {
  __builtin_memcpy(to, &v, sizeof(V));
}

// ---- products ----

template <int kRows, int kVectors>
void multiply_tile(const PanelProduct& p, std::int64_t row) {
  Vector sums[kRows][kVectors];
#pragma GCC unroll 16
  for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 2
    for (int v = 0; v < kVectors; ++v) sums[r][v] = Vector{};
  }
  // A pointer for every third row: the other two are reached with the stride in the address.
  constexpr int kPointers = (kRows + 2) / 3;
  const float* a[kPointers];
#pragma GCC unroll 16
  for (int i = 0; i < kPointers; ++i) a[i] = p.a + (row + 3 * i) * p.a_row;
  const std::int64_t stride = p.a_row;
  const float* b = p.b;
  for (std::int64_t k = p.depth; k > 0; --k) {
    Vector columns[kVectors];
#pragma GCC unroll 2
    for (int v = 0; v < kVectors; ++v) columns[v] = load<Vector>(b + v * kLanes);
    b += kVectors * kLanes;
#pragma GCC unroll 16
    for (int r = 0; r < kRows; ++r) {
      const float x = a[r / 3][(r % 3) * stride];
#pragma GCC unroll 2
      for (int v = 0; v < kVectors; ++v) sums[r][v] += x * columns[v];
    }
#pragma GCC unroll 16
    for (int i = 0; i < kPointers; ++i) ++a[i];
  }
#pragma GCC unroll 16
  for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 2
    for (int v = 0; v < kVectors; ++v) {
      if (p.start != nullptr) sums[r][v] += load<Vector>(p.start + (row + r) * p.start_row + v * kLanes);
      store(p.c + (row + r) * p.c_row + v * kLanes, sums[r][v]);
    }
  }
}

template <int kRows, int kVectors>
HEDDLE_INLINE void multiply_rows(const PanelProduct& p, std::int64_t row, std::int64_t rows) {
  if constexpr (kRows > 0) {
    if (rows == kRows) return multiply_tile<kRows, kVectors>(p, row);
    multiply_rows<kRows - 1, kVectors>(p, row, rows);
  }
}

// Rows are shared out evenly: 32 rows in sixes are 6, 6, 5, 5, 5, 5, not five sixes and two.
template <int kVectors>
void multiply(const PanelProduct& p) {
  const std::int64_t tiles = (p.rows + kTileRows - 1) / kTileRows;
  for (std::int64_t i = 0, row = 0; i < tiles; ++i) {
    const std::int64_t end = p.rows * (i + 1) / tiles;
    multiply_rows<kTileRows, kVectors>(p, row, end - row);
    row = end;
  }
}

std::int64_t spin(std::int64_t rounds) {
  constexpr int count = 2 * kTileRows;
  Vector sums[count], x{}, y{};
  __asm__ volatile("" : "+v"(x), "+v"(y));
#pragma GCC unroll 24
  for (int i = 0; i < count; ++i) {
    sums[i] = y;
    __asm__ volatile("" : "+v"(sums[i]));  // not all the same to the compiler
  }
  for (std::int64_t i = 0; i < rounds; ++i) {
#pragma GCC unroll 24
    for (int j = 0; j < count; ++j) sums[j] = sums[j] * x + y;
  }
#pragma GCC unroll 24
  for (int i = 0; i < count; ++i) __asm__ volatile("" ::"v"(sums[i]));
  return rounds * count * kLanes * 2;
}

// ---- turning ----

// rows[i][j] -> rows[j][i]
HEDDLE_INLINE void turn(Eight* rows) {
  Eight a[8], b[8];
#pragma GCC unroll 4
  for (int i = 0; i < 4; ++i) {
    a[2 * i] = __builtin_shufflevector(rows[2 * i], rows[2 * i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
    a[2 * i + 1] = __builtin_shufflevector(rows[2 * i], rows[2 * i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
  }
#pragma GCC unroll 2
  for (int i = 0; i < 2; ++i) {
    b[4 * i] = __builtin_shufflevector(a[4 * i], a[4 * i + 2], 0, 1, 8, 9, 4, 5, 12, 13);
    b[4 * i + 1] = __builtin_shufflevector(a[4 * i], a[4 * i + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    b[4 * i + 2] = __builtin_shufflevector(a[4 * i + 1], a[4 * i + 3], 0, 1, 8, 9, 4, 5, 12, 13);
    b[4 * i + 3] = __builtin_shufflevector(a[4 * i + 1], a[4 * i + 3], 2, 3, 10, 11, 6, 7, 14, 15);
  }
#pragma GCC unroll 4
  for (int i = 0; i < 4; ++i) {
    rows[i] = __builtin_shufflevector(b[i], b[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    rows[i + 4] = __builtin_shufflevector(b[i], b[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

// The numbers [0, count) of eight rows, by columns: to (count, step). count is at most 8.
HEDDLE_INLINE void turn_block(const float* const* from, std::int64_t at, std::int64_t count, float* to,
                              std::int64_t step) {
  Eight rows[8];
  for (int i = 0; i < 8; ++i) {
    if (count == kEight) {
      rows[i] = load<Eight>(from[i] + at);
    } else {
      float part[8] = {};
      for (std::int64_t j = 0; j < count; ++j) part[j] = from[i][at + j];
      rows[i] = load<Eight>(part);
    }
  }
  turn(rows);
  for (std::int64_t j = 0; j < count; ++j) store(to + j * step, rows[j]);
}

void pack(const float* source, std::int64_t row, std::int64_t rows, std::int64_t depth, float* target) {
  for (std::int64_t group = 0; group < kPanel; group += kEight) {
    const float* from[8];
    for (std::int64_t i = 0; i < kEight; ++i) from[i] = source + (group + i < rows ? group + i : rows - 1) * row;
    for (std::int64_t k = 0; k < depth; k += kEight) {
      turn_block(from, k, depth - k < kEight ? depth - k : kEight, target + k * kPanel + group, kPanel);
    }
  }
}

// ---- Winograd ----

constexpr float kNear = 0.70710678118654752F;  // 1 / sqrt(2)
constexpr float kFar = 1.41421356237309505F;   // sqrt(2)

template <class V>
HEDDLE_INLINE void transform_filter(V x, V y, V z, V* out, std::int64_t step) {
  const V even_near = (x + 0.5F * z) * (-2.0F / 3), odd_near = y * (-2.0F / 3 * kNear);
  const V even_far = (x + 2.0F * z) * (1.0F / 6), odd_far = y * (kFar / 6);
  out[0] = x;
  out[step] = even_near + odd_near;
  out[2 * step] = even_near - odd_near;
  out[3 * step] = even_far + odd_far;
  out[4 * step] = even_far - odd_far;
  out[5 * step] = z;
}

HEDDLE_INLINE void transform_patch(const Vector* d, std::int64_t from, Vector* out, std::int64_t step) {
  const Vector d0 = d[0], d1 = d[from], d2 = d[2 * from], d3 = d[3 * from], d4 = d[4 * from], d5 = d[5 * from];
  const Vector near = d4 - 2.0F * d2, near_odd = kNear * d3 - kFar * d1;
  const Vector far = d4 - 0.5F * d2, far_odd = kFar * d3 - kNear * d1;
  out[0] = d0 + d4 - 2.5F * d2;
  out[step] = near + near_odd;
  out[2 * step] = near - near_odd;
  out[3 * step] = far + far_odd;
  out[4 * step] = far - far_odd;
  out[5 * step] = d1 + d5 - 2.5F * d3;
}

HEDDLE_INLINE void transform_sums(const Vector* m, std::int64_t from, Vector* out, std::int64_t step) {
  const Vector near = m[from] + m[2 * from], near_odd = m[from] - m[2 * from];
  const Vector far = m[3 * from] + m[4 * from], far_odd = m[3 * from] - m[4 * from];
  out[0] = m[0] + near + far;
  out[step] = kNear * near_odd + kFar * far_odd;
  out[2 * step] = 0.5F * near + 2.0F * far;
  out[3 * step] = m[5 * from] + (0.5F * kNear) * near_odd + (2.0F * kFar) * far_odd;
}

// Eight inputs of kLanes outputs: filters[input][tap] as vectors over the outputs.
HEDDLE_INLINE void gather_filters(const WinogradFilters& f, const float* const* rows, std::int64_t first,
                                  float* filters) {
  constexpr std::int64_t taps = 9;
  if (f.in_stride == 1) {
    for (std::int64_t tap = 0; tap < taps; ++tap) {
      turn_block(rows, tap * f.tap_stride + first, kEight, filters + tap * kLanes, taps * kLanes);
    }
  } else {
    for (std::int64_t part = 0; part < taps; ++part) {
      turn_block(rows, first * taps + part * kEight, kEight, filters + part * kEight * kLanes, kLanes);
    }
  }
}

void winograd_filters(const WinogradFilters& f) {
  constexpr std::int64_t taps = 9;
  const std::int64_t step = winograd_step(kWinogradColumns * f.depth);
  alignas(64) float filters[kEight * taps * kLanes];
  for (std::int64_t group = 0; group < kWinogradColumns; group += kLanes) {
    const float* rows[kLanes];
    for (std::int64_t i = 0; i < kLanes; ++i) {
      rows[i] = f.weight + (group + i < f.outputs ? group + i : f.outputs - 1) * f.out_stride;
    }
    float* target = f.target + group / kPanel * f.depth * kPanel + group % kPanel;
    for (std::int64_t first = 0; first < f.depth; first += kEight) {
      for (std::int64_t half = 0; half < kLanes; half += kEight) gather_filters(f, rows + half, first, filters + half);
      for (std::int64_t i = 0; i < kEight; ++i) {
        Vector half[3][kWinogradPatch], full[kWinogradPatch];
        const float* g = filters + i * taps * kLanes;
        for (int x = 0; x < 3; ++x) {
          transform_filter(load<Vector>(g + x * kLanes), load<Vector>(g + (3 + x) * kLanes),
                           load<Vector>(g + (6 + x) * kLanes), half[x], 1);
        }
        float* to = target + (first + i) * kPanel;
        for (int y = 0; y < kWinogradPatch; ++y) {
          transform_filter(half[0][y], half[1][y], half[2][y], full, 1);
          for (int x = 0; x < kWinogradPatch; ++x) store(to + (kWinogradPatch * y + x) * step, full[x]);
        }
      }
    }
  }
}

void winograd_input(const WinogradInput& input) {
  float* target = input.target;
  for (std::int64_t block = 0; block < input.channels; block += kWinogradDepth) {
    const std::int64_t depth = input.channels - block < kWinogradDepth ? input.channels - block : kWinogradDepth;
    const std::int64_t step = winograd_step(input.tiles * depth);
    for (std::int64_t c = 0; c < depth; c += kLanes) {
      Vector half[kWinogradPoints];
      for (int y = 0; y < kWinogradPatch; ++y) {
        Vector row[kWinogradPatch];
        for (int x = 0; x < kWinogradPatch; ++x)
          row[x] = load<Vector>(input.pixels[kWinogradPatch * y + x] + block + c);
        transform_patch(row, 1, half + kWinogradPatch * y, 1);
      }
      for (int x = 0; x < kWinogradPatch; ++x) {
        Vector column[kWinogradPatch];
        transform_patch(half + x, kWinogradPatch, column, 1);
        for (int y = 0; y < kWinogradPatch; ++y) {
          store(target + (kWinogradPatch * y + x) * step + input.tile * depth + c, column[y]);
        }
      }
    }
    target += kWinogradPoints * step;
  }
}

void winograd_output(const WinogradOutput& o) {
  for (std::int64_t c = 0; c < o.outputs; c += kLanes) {
    Vector half[kWinogradPatch * kWinogradTile];  // [x][row]
    for (int x = 0; x < kWinogradPatch; ++x) {
      Vector column[kWinogradPatch];
      for (int y = 0; y < kWinogradPatch; ++y) {
        column[y] = load<Vector>(o.sums + (kWinogradPatch * y + x) * o.point_stride + c);
      }
      transform_sums(column, 1, half + x, kWinogradPatch);
    }
    const Vector bias = o.bias == nullptr ? Vector{} : load<Vector>(o.bias + c);
    for (std::int64_t y = 0; y < o.rows; ++y) {
      Vector row[kWinogradTile];
      transform_sums(half + y * kWinogradPatch, 1, row, 1);
      for (std::int64_t x = 0; x < o.columns; ++x) {
        store(o.out + y * o.row_stride + x * o.pixel_stride + c, row[x] + bias);
      }
    }
  }
}

}  // namespace
}  // namespace heddle::nn
