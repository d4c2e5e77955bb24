// The features of this processor, and how much of them is used: queried once (cpuid), limited by the environment
// variable HEDDLE_CPU. Every kernel of Heddle and the choice of precision follow it; LibTorch follows through its own
// switches. Used by kernels and by the choice of precision. Free functions, any thread; narrow_libraries before the
// first tensor.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace heddle::tensor {

// Which instructions kernels may use. Each level has those before it. portable is x86-64-v2, or another architecture.
enum class Level { portable, avx2, avx512 };  // avx2: AVX2, FMA, F16C; avx512: AVX512 F, BW, VL, DQ

std::string_view to_string(Level level);

// What cpuid and the operating system report.
struct ProcessorFeatures {
  bool avx2 = false, fma = false, f16c = false;
  bool avx512f = false, avx512bw = false, avx512vl = false, avx512dq = false;
  bool avx512_bf16 = false, amx_bf16 = false;
  std::string name;  // "AMD EPYC 9454", empty where it is unknown
};

struct Processor {
  Level level = Level::portable;
  bool avx512_bf16 = false;  // has vdpbf16ps, and may use it
  bool amx_bf16 = false;
  bool narrowed = false;  // HEDDLE_CPU disables a feature
  std::string name;

  // Whether products of bf16 numbers are made in hardware. Elsewhere bf16 is tens of times slower than fp32.
  [[nodiscard]] bool multiplies_bf16() const { return avx512_bf16 || amx_bf16; }
  [[nodiscard]] std::string describe() const;  // "AMD EPYC 9454: avx512 with bf16"
};

// The processor that has `features`, narrowed to "portable", "avx2" or "avx512" (which is AVX-512 without bf16); "" is
// all of it. A level that it does not have narrows nothing. Failure: another word.
Result<Processor> processor_with(const ProcessorFeatures& features, std::string_view narrowing);

// This machine's, as HEDDLE_CPU says.
ProcessorFeatures processor_features();
const Processor& processor();

// Has ATen, oneDNN and MKL use no more than HEDDLE_CPU allows, where it is set: they read variables of their own when
// the first tensor is computed, so this comes before. Failure: HEDDLE_CPU has another value than the three.
Result<void> narrow_libraries();

}  // namespace heddle::tensor
