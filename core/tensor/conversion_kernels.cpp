#include "tensor/conversion_kernels.h"

#include <bit>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// One body, compiled for each level: the compiler makes vectors of that level's width out of it.
#define HEDDLE_BODY [[gnu::always_inline]] inline

namespace heddle::tensor {

namespace {

HEDDLE_BODY std::uint16_t bf16_of(std::uint32_t bits) {
  const std::uint32_t rounded = (bits + 0x7FFFU + ((bits >> 16) & 1U)) >> 16;
  const bool is_nan = (bits & 0x7FFFFFFFU) > 0x7F800000U;
  return static_cast<std::uint16_t>(is_nan ? 0x7FC0U : rounded);
}

// The exponent of a half moves up by 112, that of an infinity by twice as much. A subnormal half becomes 1.m x 2^-14
// less 1 x 2^-14: a difference of normal numbers, which no mode of the processor takes for zero.
HEDDLE_BODY std::uint32_t float_of_half(std::uint16_t half) {
  const std::uint32_t magnitude = static_cast<std::uint32_t>(half & 0x7FFFU) << 13, exponent = magnitude & 0x0F800000U;
  const std::uint32_t normal = magnitude + (exponent == 0x0F800000U ? 0x70000000U : 0x38000000U);
  const float subnormal = std::bit_cast<float>(magnitude + 0x38800000U) - 0x1p-14F;
  return (exponent == 0 ? std::bit_cast<std::uint32_t>(subnormal) : normal) |
         (static_cast<std::uint32_t>(half & 0x8000U) << 16);
}

HEDDLE_BODY void bf16_from_half_body(const std::uint16_t* source, std::uint16_t* target, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) target[i] = bf16_of(float_of_half(source[i]));
}

HEDDLE_BODY void bf16_from_float_body(const std::uint32_t* source, std::uint16_t* target, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) target[i] = bf16_of(source[i]);
}

HEDDLE_BODY void float_from_half_body(const std::uint16_t* source, std::uint32_t* target, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) target[i] = float_of_half(source[i]);
}

HEDDLE_BODY void float_from_bf16_body(const std::uint16_t* source, std::uint32_t* target, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) target[i] = static_cast<std::uint32_t>(source[i]) << 16;
}

HEDDLE_BODY void turn_body(const std::uint16_t* source, std::uint16_t* target, std::int64_t channels,
                           std::int64_t taps) {
  for (std::int64_t t = 0; t < taps; ++t) {
    for (std::int64_t c = 0; c < channels; ++c) target[t * channels + c] = source[c * taps + t];
  }
}

// The five functions of one level.
#define HEDDLE_CONVERSIONS(level, target)                                                                            \
  target void bf16_from_half_##level(const std::uint16_t* from, std::uint16_t* to, std::int64_t count) {             \
    bf16_from_half_body(from, to, count);                                                                            \
  }                                                                                                                  \
  target void bf16_from_float_##level(const std::uint32_t* from, std::uint16_t* to, std::int64_t count) {            \
    bf16_from_float_body(from, to, count);                                                                           \
  }                                                                                                                  \
  target void float_from_half_##level(const std::uint16_t* from, std::uint32_t* to, std::int64_t count) {            \
    float_from_half_body(from, to, count);                                                                           \
  }                                                                                                                  \
  target void float_from_bf16_##level(const std::uint16_t* from, std::uint32_t* to, std::int64_t count) {            \
    float_from_bf16_body(from, to, count);                                                                           \
  }                                                                                                                  \
  target void turn_##level(const std::uint16_t* from, std::uint16_t* to, std::int64_t channels, std::int64_t taps) { \
    turn_body(from, to, channels, taps);                                                                             \
  }                                                                                                                  \
  constexpr ConversionKernels k_##level = {bf16_from_half_##level, bf16_from_float_##level, float_from_half_##level, \
                                           float_from_bf16_##level, turn_##level};

HEDDLE_CONVERSIONS(portable, )

#if defined(__x86_64__)
#define HEDDLE_AVX2 __attribute__((target("avx2,fma,f16c")))
#define HEDDLE_AVX512 __attribute__((target("avx2,fma,f16c,avx512f,avx512bw,avx512vl,avx512dq")))
HEDDLE_CONVERSIONS(avx2, HEDDLE_AVX2)
HEDDLE_CONVERSIONS(avx512, HEDDLE_AVX512)

// These two levels have an instruction for it (F16C).
HEDDLE_AVX2 void float_from_half_f16c(const std::uint16_t* source, std::uint32_t* target, std::int64_t count) {
  constexpr std::int64_t lanes = 8;
  std::int64_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    const __m128i halves = _mm_loadu_si128(reinterpret_cast<const __m128i*>(source + i));
    _mm256_storeu_ps(reinterpret_cast<float*>(target + i), _mm256_cvtph_ps(halves));
  }
  float_from_half_body(source + i, target + i, count - i);
}

constexpr ConversionKernels with_f16c(ConversionKernels kernels) {
  kernels.float_from_half = float_from_half_f16c;
  return kernels;
}
#endif

}  // namespace

const ConversionKernels& conversion_kernels(Level level) {
#if defined(__x86_64__)
  static constexpr ConversionKernels avx2 = with_f16c(k_avx2), avx512 = with_f16c(k_avx512);
  if (level == Level::avx512) return avx512;
  if (level == Level::avx2) return avx2;
#endif
  (void)level;
  return k_portable;
}

const ConversionKernels& conversion_kernels() { return conversion_kernels(processor().level); }

}  // namespace heddle::tensor
