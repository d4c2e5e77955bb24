#include "nn/kernels_fp32.h"

#if defined(__x86_64__) && defined(__AVX512F__)

namespace heddle::nn {
namespace {
constexpr int kLanes = 16;
constexpr int kTileRows = 12;
}  // namespace
}  // namespace heddle::nn

#include "nn/activations_fp32_body.h"

namespace heddle::nn {
namespace {
constexpr KernelsFp32 kKernels = {.panel = kPanel,
                                  .spin = spin,
                                  .multiply = multiply<2>,
                                  .pack = pack,
                                  .attend = attend,
                                  .pack_values = pack_values,
                                  .geglu = geglu,
                                  .sum_rows = sum_rows,
                                  .scale_rows = scale_rows<false>,
                                  .scale_rows_silu = scale_rows<true>,
                                  .winograd_filters = winograd_filters,
                                  .winograd_input = winograd_input,
                                  .winograd_output = winograd_output};
}  // namespace
const KernelsFp32* kernels_fp32_avx512() { return &kKernels; }
}  // namespace heddle::nn

#else

namespace heddle::nn {
const KernelsFp32* kernels_fp32_avx512() { return nullptr; }
}  // namespace heddle::nn

#endif
