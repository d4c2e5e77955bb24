#include "tensor/processor.h"

#include <fmt/format.h>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <optional>

namespace heddle::tensor {

namespace {

constexpr const char* kVariable = "HEDDLE_CPU";

std::string_view narrowing_wanted() {
  const char* value = std::getenv(kVariable);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

std::optional<Level> level_named(std::string_view word) {
  for (const Level level : {Level::portable, Level::avx2, Level::avx512}) {
    if (to_string(level) == word) return level;
  }
  return std::nullopt;
}

Level highest(const ProcessorFeatures& f) {
  if (!f.avx2 || !f.fma || !f.f16c) return Level::portable;
  return f.avx512f && f.avx512bw && f.avx512vl && f.avx512dq ? Level::avx512 : Level::avx2;
}

#if defined(__x86_64__)

struct Registers {
  unsigned a = 0, b = 0, c = 0, d = 0;
};

Registers cpuid(unsigned leaf, unsigned part = 0) {
  Registers r;
  if (__get_cpuid_count(leaf, part, &r.a, &r.b, &r.c, &r.d) == 0) return {};
  return r;
}

bool bit(unsigned word, int place) { return (word >> place & 1U) != 0; }

// Which registers the operating system saves when it changes between programs (XCR0).
std::uint64_t saved_registers() {
  unsigned low = 0, high = 0;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return std::uint64_t{high} << 32 | low;
}

std::string brand() {
  if (cpuid(0x80000000U).a < 0x80000004U) return {};
  std::array<char, 49> text{};
  for (unsigned i = 0; i < 3; ++i) {
    const Registers r = cpuid(0x80000002U + i);
    std::memcpy(text.data() + 16 * i, &r, sizeof(r));
  }
  std::string name(text.data());
  name.erase(name.find_last_not_of(' ') + 1);
  name.erase(0, name.find_first_not_of(' '));
  return name;
}

#endif

}  // namespace

std::string_view to_string(Level level) {
  switch (level) {
    case Level::portable: return "portable";
    case Level::avx2: return "avx2";
    case Level::avx512: return "avx512";
  }
  return "portable";
}

std::string Processor::describe() const {
  return fmt::format("{}{}{}{}{}", name, name.empty() ? "" : ": ", to_string(level),
                     multiplies_bf16() ? " with bf16" : "",
                     narrowed ? fmt::format(" (narrowed by {})", kVariable) : "");
}

// Places of the bits: Intel's Software Developer's Manual, volume 2A, CPUID; XCR0: volume 1, 13.3.
ProcessorFeatures processor_features() {
  ProcessorFeatures f;
#if defined(__x86_64__)
  const Registers basic = cpuid(1), extended = cpuid(7), more = cpuid(7, 1);
  const std::uint64_t saved = bit(basic.c, 27) ? saved_registers() : 0;
  const bool saves_ymm = (saved & 0x6U) == 0x6U, saves_zmm = (saved & 0xE6U) == 0xE6U,
             saves_tiles = (saved >> 17 & 3U) == 3U;
  f.avx2 = saves_ymm && bit(extended.b, 5);
  f.fma = saves_ymm && bit(basic.c, 12);
  f.f16c = saves_ymm && bit(basic.c, 29);
  f.avx512f = saves_zmm && bit(extended.b, 16);
  f.avx512dq = saves_zmm && bit(extended.b, 17);
  f.avx512bw = saves_zmm && bit(extended.b, 30);
  f.avx512vl = saves_zmm && bit(extended.b, 31);
  f.avx512_bf16 = saves_zmm && bit(more.a, 5);
  f.amx_bf16 = saves_tiles && bit(extended.d, 22) && bit(extended.d, 24);
  f.name = brand();
#endif
  return f;
}

Result<Processor> processor_with(const ProcessorFeatures& features, std::string_view narrowing) {
  Processor found;
  found.name = features.name;
  found.level = highest(features);
  found.avx512_bf16 = found.level == Level::avx512 && features.avx512_bf16;
  found.amx_bf16 = found.level == Level::avx512 && features.amx_bf16;
  if (narrowing.empty()) return found;
  const auto wanted = level_named(narrowing);
  if (!wanted) {
    return fail(ErrorKind::invalid_input, "[processor] {} is '{}'; choose portable, avx2 or avx512, or leave it unset",
                kVariable, narrowing);
  }
  found.narrowed = *wanted < found.level || found.multiplies_bf16();
  found.level = std::min(*wanted, found.level);
  found.avx512_bf16 = found.amx_bf16 = false;
  return found;
}

const Processor& processor() {
  static const Processor found = [] {
    const ProcessorFeatures features = processor_features();
    auto narrowed = processor_with(features, narrowing_wanted());
    return narrowed ? *narrowed : *processor_with(features, "");  // narrow_libraries reports the wrong word
  }();
  return found;
}

Result<void> narrow_libraries() {
  const std::string_view wanted = narrowing_wanted();
  if (wanted.empty()) return {};
  const auto level = level_named(wanted);
  if (!level) return Failure(processor_with({}, wanted).error());
  struct Names {
    const char *aten, *onednn, *mkl;
  };
  constexpr std::array<Names, 3> names = {
      {{"default", "SSE41", "SSE4_2"}, {"avx2", "AVX2", "AVX2"}, {"avx512", "AVX512_CORE", "AVX512"}}};
  const Names& chosen = names[static_cast<std::size_t>(*level)];
  ::setenv("ATEN_CPU_CAPABILITY", chosen.aten, 1);
  ::setenv("ONEDNN_MAX_CPU_ISA", chosen.onednn, 1);
  ::setenv("MKL_ENABLE_INSTRUCTIONS", chosen.mkl, 1);
  // On AMD's processors MKL 2024 ignores that variable: it uses AVX2, never AVX-512, and its most compatible branch,
  // SSE2, where it is asked for it. (One 512x512 product, Zen 5: 114 GFLOP/s with any value, 51 with this one.)
  if (*level == Level::portable) ::setenv("MKL_CBWR", "COMPATIBLE", 1);
  return {};
}

}  // namespace heddle::tensor
