#include "nn/multiply_add_peak.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "nn/attention_bf16.h"
#include "nn/kernels_fp32.h"

namespace heddle::nn {

double multiply_add_peak(at::ScalarType type, double (*clock_seconds)()) {
  constexpr std::int64_t rounds = 4'000'000;
  constexpr int runs = 3;
  const KernelsFp32* kernels = kernels_fp32();
  const bool is_bf16 = type == at::kBFloat16 && has_attention_bf16();
  if (!is_bf16 && (type != at::kFloat || kernels == nullptr)) return 0;
  const std::int64_t threads = at::get_num_threads();
  double best = 0;
  for (int run = 0; run < runs; ++run) {
    std::vector<std::int64_t> done(static_cast<std::size_t>(threads));
    const double start = clock_seconds();
    at::parallel_for(0, threads, 1, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) {
        done[static_cast<std::size_t>(i)] = is_bf16 ? spin_bf16(rounds) : kernels->spin(rounds);
      }
    });
    const double seconds = clock_seconds() - start;
    best = std::max(best, static_cast<double>(std::accumulate(done.begin(), done.end(), std::int64_t{})) / seconds);
  }
  return best / 1e9;
}

}  // namespace heddle::nn
