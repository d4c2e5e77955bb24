#include "nn/kernels_fp32.h"

namespace heddle::nn {

const KernelsFp32* kernels_fp32(tensor::Level level) {
  switch (level) {
    case tensor::Level::avx512: return kernels_fp32_avx512();
    case tensor::Level::avx2: return kernels_fp32_avx2();
    case tensor::Level::portable: return nullptr;
  }
  return nullptr;
}

const KernelsFp32* kernels_fp32() {
  static const KernelsFp32* const found = kernels_fp32(tensor::processor().level);
  return found;
}

}  // namespace heddle::nn
