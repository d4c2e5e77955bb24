// The inner loops of products and 3x3 convolutions in fp32, one version for each level of processor that has fused
// multiply-add. Used by winograd and matrix_product. Free functions, any thread; none starts a thread.
#pragma once

#include <cstdint>

#include "tensor/processor.h"

namespace heddle::nn {

// c (rows, panel) = a (rows, depth) * b (depth, panel) + start. Each number is summed up in the order of depth, one
// fused multiply-add after another, and `start` comes last, whatever `rows` is. Sums over several blocks of depth are
// more exact that way.
struct PanelProduct {
  const float* a = nullptr;
  std::int64_t a_row = 0;
  const float* b = nullptr;      // (depth, panel), contiguous
  const float* start = nullptr;  // (rows, panel), or one row for all (start_row 0), or nullptr for zeros
  std::int64_t start_row = 0;
  float* c = nullptr;
  std::int64_t c_row = 0;
  std::int64_t rows = 0, depth = 0;
};

// Winograd's F(4x4, 3x3): a tile of 4x4 outputs is made of 6x6 inputs in 36 products instead of 144 (Lavin and Gray
// 2016). The points 0, +-1/sqrt(2), +-sqrt(2) and infinity keep the numbers near each other, so the error is small.
inline constexpr std::int64_t kWinogradTile = 4;
inline constexpr std::int64_t kWinogradPatch = 6;
inline constexpr std::int64_t kWinogradPoints = kWinogradPatch * kWinogradPatch;
inline constexpr std::int64_t kWinogradDepth = 64;    // input channels of one block
inline constexpr std::int64_t kWinogradColumns = 32;  // output channels of one block
// Numbers that lie between the blocks of two points: without them all points of a place fall into one set of the cache.
inline constexpr std::int64_t kWinogradGap = 16;

// The filters of kWinogradColumns outputs over one block of inputs; weight strides in elements.
struct WinogradFilters {
  const float* weight = nullptr;  // of the first output and input of the block
  std::int64_t out_stride = 0;
  std::int64_t in_stride = 0, tap_stride = 0;  // one of them is 1: taps together (9), or inputs together
  std::int64_t outputs = 0;                    // at most kWinogradColumns, whole vectors; the rest repeats the last
  std::int64_t depth = 0;                      // a multiple of 8
  float* target = nullptr;                     // (36, gap), (columns / panel, depth, panel)
};

// One patch: 36 places of `channels` numbers each.
struct WinogradInput {
  const float* const* pixels = nullptr;  // 36, by rows
  std::int64_t channels = 0;             // a multiple of 16
  float* target = nullptr;               // [block of depth][36, gap][tiles][depth]
  std::int64_t tiles = 0, tile = 0;      // how many there are, and which one this is
};

// One tile's outputs.
struct WinogradOutput {
  const float* sums = nullptr;  // of this tile: [36, gap][tile][kWinogradColumns]
  std::int64_t point_stride = 0;
  const float* bias = nullptr;  // of the first output
  float* out = nullptr;         // its upper left pixel, first output
  std::int64_t pixel_stride = 0, row_stride = 0;
  std::int64_t rows = 4, columns = 4;  // of them inside the picture
  std::int64_t outputs = 0;            // a multiple of 16
};

// Numbers from one point's block of `count` to the next one's.
inline constexpr std::int64_t winograd_step(std::int64_t count) { return count + kWinogradGap; }

// Some queries of one head against all its keys, which come in panels, [keys / panel](d, panel), the last one repeating
// its last key; values in panels over the columns, [d / panel](keys, panel), the last one half as wide where that does,
// and all keys padded to whole panels.
struct AttentionTask {
  const float* query = nullptr;
  std::int64_t query_row = 0, rows = 0;  // at most kAttentionRows
  const float* keys = nullptr;
  const float* values = nullptr;
  std::int64_t m = 0, d = 0;  // keys; width of the head, a multiple of 8
  float* out = nullptr;
  std::int64_t out_row = 0;
  bool adds = false;  // to `out`, `scale` times the result, instead of writing it
  float scale = 1;
  const float* mask = nullptr;  // one more factor for each row, or nullptr
};
inline constexpr std::int64_t kAttentionRows = 64;

struct KernelsFp32 {
  std::int64_t panel = 0;  // columns of a product
  // Multiply-adds in registers alone, for measuring the processor's peak; returns the floating-point operations done.
  std::int64_t (*spin)(std::int64_t rounds) = nullptr;
  void (*multiply)(const PanelProduct& product) = nullptr;
  // (rows of one panel, depth) with `row` between rows -> (depth, panel); rows that are missing repeat the last.
  void (*pack)(const float* source, std::int64_t row, std::int64_t rows, std::int64_t depth, float* target) = nullptr;
  // softmax(q k^T / sqrt(d)) v, online over blocks of keys (Milakov and Gimelshein 2018; Dao et al. 2022).
  void (*attend)(const AttentionTask& task) = nullptr;
  // (keys, d) with `row` between keys -> the values of an AttentionTask, for `padded` keys; the missing ones are zeros.
  void (*pack_values)(const float* source, std::int64_t row, std::int64_t keys, std::int64_t padded, std::int64_t d,
                      float* target) = nullptr;
  // Rows of 2 * columns -> rows of `columns`: the first half times gelu (exact) of the second. Columns: whole vectors.
  void (*geglu)(const float* x, std::int64_t rows, std::int64_t columns, float* out) = nullptr;
  // Adds to sums and squares, by column, what rows have above `origin`. Columns: whole vectors, here and below.
  void (*sum_rows)(const float* x, std::int64_t rows, std::int64_t columns, const float* origin, float* sums,
                   float* squares) = nullptr;
  // x * factor + shift by column; and silu of it.
  void (*scale_rows)(const float* x, std::int64_t rows, std::int64_t columns, const float* factor, const float* shift,
                     float* out) = nullptr;
  void (*scale_rows_silu)(const float* x, std::int64_t rows, std::int64_t columns, const float* factor,
                          const float* shift, float* out) = nullptr;
  void (*winograd_filters)(const WinogradFilters& filters) = nullptr;
  void (*winograd_input)(const WinogradInput& input) = nullptr;
  void (*winograd_output)(const WinogradOutput& output) = nullptr;
};

// Requires: this processor has `level`. nullptr where there are none for it.
const KernelsFp32* kernels_fp32(tensor::Level level);
// Those of processor().level.
const KernelsFp32* kernels_fp32();

// The versions, each in a file compiled for its level; nullptr where the compiler lacks it.
const KernelsFp32* kernels_fp32_avx2();
const KernelsFp32* kernels_fp32_avx512();

}  // namespace heddle::nn
