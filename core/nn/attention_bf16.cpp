#include "nn/attention_bf16.h"

#include <ATen/Parallel.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <numbers>
#include <vector>

#include "tensor/processor.h"

namespace heddle::nn {

#if defined(__x86_64__) && defined(__AVX512BF16__)

namespace {

// A tile is 8 query rows by 48 keys: 24 accumulators, 3 key vectors and a broadcast fill the 32 registers.
constexpr int kRows = 8;
constexpr int kLanes = 16;
constexpr int kTileVectors = 3;
constexpr int kTileKeys = kTileVectors * kLanes;
constexpr int kBlockKeys = 4 * kTileKeys;  // keys whose scores are held at once: K and V blocks stay in the L1 cache
constexpr int kTaskRows = 64;

// Keys as pairs: [key vector][d / 2][16 keys]; values as pairs: [m / 2][columns padded to 16]. 32 bits hold one pair.
struct PackedHead {
  const std::uint32_t* keys;
  const std::uint32_t* values;
};

struct Shape {
  std::int64_t m;        // keys
  std::int64_t m_tiles;  // keys padded to whole tiles
  std::int64_t pairs;    // d / 2
  std::int64_t columns;  // d padded to 16
};

Shape shape_of(const AttentionBf16Call& call) {
  return {call.m, (call.m + kTileKeys - 1) / kTileKeys * kTileKeys, call.d / 2,
          (call.d + kLanes - 1) / kLanes * kLanes};
}

void pack_keys(const std::uint16_t* key, std::int64_t row, const Shape& shape, std::uint32_t* packed) {
  for (std::int64_t j = 0; j < shape.m_tiles; ++j) {
    std::uint32_t* lane = packed + (j / kLanes) * shape.pairs * kLanes + j % kLanes;
    for (std::int64_t p = 0; p < shape.pairs; ++p) {
      std::uint32_t pair = 0;
      if (j < shape.m) std::memcpy(&pair, key + j * row + 2 * p, sizeof(pair));
      lane[p * kLanes] = pair;
    }
  }
}

void pack_values(const std::uint16_t* value, std::int64_t row, std::int64_t d, const Shape& shape,
                 std::uint32_t* packed) {
  for (std::int64_t j = 0; j < shape.m_tiles; j += 2) {
    std::uint32_t* line = packed + j / 2 * shape.columns;
    for (std::int64_t c = 0; c < shape.columns; ++c) {
      const std::uint32_t low = c < d && j < shape.m ? value[j * row + c] : 0;
      const std::uint32_t high = c < d && j + 1 < shape.m ? value[(j + 1) * row + c] : 0;
      line[c] = low | high << 16;
    }
  }
}

__m512bh as_bf16(__m512i x) { return std::bit_cast<__m512bh>(x); }

// 2^x for x <= 0: the integer part goes to the exponent, Taylor's polynomial of degree 4 gives the rest (relative error
// below 5e-5; the result is rounded to bf16, 2e-3).
__m512 exp2_negative(__m512 x) {
  x = _mm512_max_ps(x, _mm512_set1_ps(-126.0F));
  const __m512 whole = _mm512_roundscale_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  const __m512 f = _mm512_sub_ps(x, whole);
  __m512 p = _mm512_set1_ps(9.6181291e-3F);
  p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(5.5504109e-2F));
  p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(2.4022651e-1F));
  p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(6.9314718e-1F));
  p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(1.0F));
  return _mm512_scalef_ps(p, whole);
}

// The state of kTaskRows query rows while the key blocks pass by.
struct alignas(64) TaskState {
  float scores[kRows][kBlockKeys];
  std::uint16_t weights[kRows][kBlockKeys];  // bf16
  float maximum[kTaskRows];
  float sum[kTaskRows];
};

// scores[8][48] = q k^T of one tile, times `scale`.
void score_tile(const std::uint16_t* const* rows, const std::uint32_t* keys, std::int64_t pairs, float scale,
                float* scores) {
  __m512 acc[kRows][kTileVectors];
  for (auto& row : acc) {
    for (auto& a : row) a = _mm512_setzero_ps();
  }
  for (std::int64_t p = 0; p < pairs; ++p) {
    __m512bh key[kTileVectors];
    for (int v = 0; v < kTileVectors; ++v) {
      key[v] = as_bf16(_mm512_loadu_si512(keys + (static_cast<std::int64_t>(v) * pairs + p) * kLanes));
    }
    for (int r = 0; r < kRows; ++r) {
      std::int32_t pair;
      std::memcpy(&pair, rows[r] + 2 * p, sizeof(pair));
      const __m512bh query = as_bf16(_mm512_set1_epi32(pair));
      for (int v = 0; v < kTileVectors; ++v) acc[r][v] = _mm512_dpbf16_ps(acc[r][v], key[v], query);
    }
  }
  const __m512 factor = _mm512_set1_ps(scale);
  for (int r = 0; r < kRows; ++r) {
    for (int v = 0; v < kTileVectors; ++v) {
      _mm512_storeu_ps(scores + r * kBlockKeys + v * kLanes, _mm512_mul_ps(acc[r][v], factor));
    }
  }
}

// Turns one row of scores (base-2 logarithms) into bf16 weights against the running maximum; returns by how much
// everything summed so far shrinks.
float weigh_row(TaskState& state, int r, std::int64_t row, int keys, int padded) {
  float* scores = state.scores[r];
  for (int j = keys; j < padded; ++j) scores[j] = -std::numeric_limits<float>::infinity();
  __m512 peak = _mm512_set1_ps(state.maximum[row]);
  for (int j = 0; j < padded; j += kLanes) peak = _mm512_max_ps(peak, _mm512_loadu_ps(scores + j));
  const float maximum = _mm512_reduce_max_ps(peak);
  const __m512 shift = _mm512_set1_ps(maximum);
  __m512 total = _mm512_setzero_ps();
  for (int j = 0; j < padded; j += kLanes) {
    const __m512 raw = _mm512_loadu_ps(scores + j);
    const __mmask16 real = _mm512_cmp_ps_mask(raw, _mm512_set1_ps(-std::numeric_limits<float>::infinity()), _CMP_GT_OQ);
    const __m512 w = _mm512_maskz_mov_ps(real, exp2_negative(_mm512_sub_ps(raw, shift)));
    total = _mm512_add_ps(total, w);
    const __m256bh rounded = _mm512_cvtneps_pbh(w);
    std::memcpy(state.weights[r] + j, &rounded, sizeof(rounded));
  }
  const float shrink = std::exp2(state.maximum[row] - maximum);
  state.sum[row] = state.sum[row] * shrink + _mm512_reduce_add_ps(total);
  state.maximum[row] = maximum;
  return shrink;
}

// out[8][columns of one strip] = out * shrink + weights * values, over one block of keys.
template <int kVectors>
void accumulate_strip(const TaskState& state, const std::uint32_t* values, std::int64_t columns, int pairs,
                      const float* shrink, float* out) {
  __m512 acc[kRows][kVectors];
  for (int r = 0; r < kRows; ++r) {
    for (int v = 0; v < kVectors; ++v) {
      acc[r][v] = _mm512_mul_ps(_mm512_loadu_ps(out + r * columns + v * kLanes), _mm512_set1_ps(shrink[r]));
    }
  }
  for (int p = 0; p < pairs; ++p) {
    __m512bh value[kVectors];
    for (int v = 0; v < kVectors; ++v) value[v] = as_bf16(_mm512_loadu_si512(values + p * columns + v * kLanes));
    for (int r = 0; r < kRows; ++r) {
      std::int32_t pair;
      std::memcpy(&pair, state.weights[r] + 2 * p, sizeof(pair));
      const __m512bh weight = as_bf16(_mm512_set1_epi32(pair));
      for (int v = 0; v < kVectors; ++v) acc[r][v] = _mm512_dpbf16_ps(acc[r][v], value[v], weight);
    }
  }
  for (int r = 0; r < kRows; ++r) {
    for (int v = 0; v < kVectors; ++v) _mm512_storeu_ps(out + r * columns + v * kLanes, acc[r][v]);
  }
}

void accumulate(const TaskState& state, const std::uint32_t* values, std::int64_t columns, int pairs,
                const float* shrink, float* out) {
  std::int64_t c = 0;
  for (; c + 3 * kLanes <= columns; c += 3 * kLanes) {
    accumulate_strip<3>(state, values + c, columns, pairs, shrink, out + c);
  }
  if (columns - c == 2 * kLanes) accumulate_strip<2>(state, values + c, columns, pairs, shrink, out + c);
  if (columns - c == kLanes) accumulate_strip<1>(state, values + c, columns, pairs, shrink, out + c);
}

void store_row(const float* sums, float factor, std::int64_t d, std::uint16_t* out) {
  std::int64_t c = 0;
  for (; c < d; c += kLanes) {
    const auto mask = static_cast<__mmask16>(d - c >= kLanes ? 0xFFFF : (1U << (d - c)) - 1U);
    const __m256bh rounded = _mm512_cvtneps_pbh(_mm512_mul_ps(_mm512_loadu_ps(sums + c), _mm512_set1_ps(factor)));
    _mm256_mask_storeu_epi16(out + c, mask, std::bit_cast<__m256i>(rounded));
  }
}

// Up to kTaskRows queries of one head against all its keys.
void run_task(const AttentionBf16Call& call, const Shape& shape, const PackedHead& head, std::int64_t index,
              std::int64_t first) {
  thread_local TaskState state;
  thread_local std::vector<float> sums;
  const std::int64_t count = std::min<std::int64_t>(kTaskRows, call.n - first);
  const std::int64_t batch = index / call.heads, column = index % call.heads * call.d;
  const std::uint16_t* query = call.query + batch * call.query_batch + first * call.query_row + column;
  const float scale = std::numbers::log2e_v<float> / std::sqrt(static_cast<float>(call.d));
  sums.assign(static_cast<std::size_t>(kTaskRows * shape.columns), 0.0F);
  std::fill_n(state.maximum, kTaskRows, -1e30F);
  std::fill_n(state.sum, kTaskRows, 0.0F);

  for (std::int64_t block = 0; block < shape.m_tiles; block += kBlockKeys) {
    const int padded = static_cast<int>(std::min<std::int64_t>(kBlockKeys, shape.m_tiles - block));
    const int keys = static_cast<int>(std::min<std::int64_t>(padded, shape.m - block));
    for (std::int64_t group = 0; group < count; group += kRows) {
      const std::uint16_t* rows[kRows];
      for (int r = 0; r < kRows; ++r) rows[r] = query + std::min(group + r, count - 1) * call.query_row;
      for (int tile = 0; tile < padded; tile += kTileKeys) {
        score_tile(rows, head.keys + (block + tile) * shape.pairs, shape.pairs, scale, state.scores[0] + tile);
      }
      float shrink[kRows];
      for (int r = 0; r < kRows; ++r) shrink[r] = weigh_row(state, r, group + r, keys, padded);
      accumulate(state, head.values + block / 2 * shape.columns, shape.columns, padded / 2, shrink,
                 sums.data() + group * shape.columns);
    }
  }
  std::uint16_t* out = call.out + (batch * call.n + first) * call.heads * call.d + column;
  for (std::int64_t r = 0; r < count; ++r) {
    store_row(sums.data() + r * shape.columns, 1.0F / state.sum[r], call.d, out + r * call.heads * call.d);
  }
}

}  // namespace

bool has_attention_bf16() { return tensor::processor().avx512_bf16; }

void attention_bf16(const AttentionBf16Call& call) {
  const Shape shape = shape_of(call);
  const std::int64_t key_heads = (call.key_batch == 0 && call.value_batch == 0 ? 1 : call.batch) * call.heads;
  const auto key_size = static_cast<std::size_t>(shape.m_tiles * shape.pairs);
  const auto value_size = static_cast<std::size_t>(shape.m_tiles / 2 * shape.columns);
  std::vector<std::uint32_t> keys(key_size * static_cast<std::size_t>(key_heads));
  std::vector<std::uint32_t> values(value_size * static_cast<std::size_t>(key_heads));

  at::parallel_for(0, key_heads, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      const std::int64_t batch = i / call.heads, column = i % call.heads * call.d;
      const auto place = static_cast<std::size_t>(i);
      pack_keys(call.key + batch * call.key_batch + column, call.key_row, shape, keys.data() + place * key_size);
      pack_values(call.value + batch * call.value_batch + column, call.value_row, call.d, shape,
                  values.data() + place * value_size);
    }
  });

  const std::int64_t tasks_per_head = (call.n + kTaskRows - 1) / kTaskRows;
  at::parallel_for(0, call.batch * call.heads * tasks_per_head, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      const std::int64_t index = i / tasks_per_head;
      const auto place = static_cast<std::size_t>(index % key_heads);
      run_task(call, shape, {keys.data() + place * key_size, values.data() + place * value_size}, index,
               i % tasks_per_head * kTaskRows);
    }
  });
}

std::int64_t spin_bf16(std::int64_t rounds) {
  constexpr int count = kRows * kTileVectors;
  __m512 sums[count];
  __m512i x = _mm512_setzero_si512();
  __asm__ volatile("" : "+v"(x));
#pragma GCC unroll 24
  for (int i = 0; i < count; ++i) {
    sums[i] = _mm512_setzero_ps();
    __asm__ volatile("" : "+v"(sums[i]));
  }
  for (std::int64_t i = 0; i < rounds; ++i) {
#pragma GCC unroll 24
    for (int j = 0; j < count; ++j) sums[j] = _mm512_dpbf16_ps(sums[j], as_bf16(x), as_bf16(x));
  }
#pragma GCC unroll 24
  for (int i = 0; i < count; ++i) __asm__ volatile("" ::"v"(sums[i]));
  return rounds * count * kLanes * 4;
}

#else

bool has_attention_bf16() { return false; }
std::int64_t spin_bf16(std::int64_t /*rounds*/) { return 0; }
void attention_bf16(const AttentionBf16Call& /*call*/) {}

#endif

}  // namespace heddle::nn
