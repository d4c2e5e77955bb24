#include "tensor/processor.h"

#include <ATen/Context.h>
#include <ATen/Version.h>

#include <cstdlib>

#include "support/test.h"
#include "tensor/device.h"

namespace heddle::tensor {
namespace {

ProcessorFeatures zen3() { return {.avx2 = true, .fma = true, .f16c = true, .name = "a Zen 3"}; }

ProcessorFeatures skylake_x() {
  ProcessorFeatures features = zen3();
  features.avx512f = features.avx512bw = features.avx512vl = features.avx512dq = true;
  return features;
}

ProcessorFeatures zen4() {
  ProcessorFeatures features = skylake_x();
  features.avx512_bf16 = true;
  return features;
}

Processor made(const ProcessorFeatures& features, std::string_view narrowing = "") {
  return processor_with(features, narrowing).value();
}

ComputePolicy chosen(std::string_view dtype, const ProcessorFeatures& features, std::string_view narrowing = "") {
  return compute_policy("cpu", dtype, made(features, narrowing)).value();
}

}  // namespace

TEST_CASE("a level needs all of its instructions") {
  CHECK(made({}).level == Level::portable);
  CHECK(made(zen3()).level == Level::avx2);
  CHECK(made(skylake_x()).level == Level::avx512);
  CHECK_FALSE(made(skylake_x()).multiplies_bf16());
  CHECK(made(zen4()).multiplies_bf16());
  ProcessorFeatures without = zen4();
  without.f16c = false;
  CHECK(made(without).level == Level::portable);
  CHECK_FALSE(made(without).multiplies_bf16());
  without = zen4();
  without.avx512vl = false;
  CHECK(made(without).level == Level::avx2);
  CHECK_FALSE(made(without).multiplies_bf16());
}

TEST_CASE("HEDDLE_CPU takes away what is above its level, and adds nothing") {
  CHECK(made(zen4(), "portable").level == Level::portable);
  CHECK(made(zen4(), "avx2").level == Level::avx2);
  CHECK(made(zen4(), "avx512").level == Level::avx512);
  for (const char* level : {"portable", "avx2", "avx512"}) {
    CHECK_FALSE(made(zen4(), level).multiplies_bf16());
    CHECK(made(zen4(), level).narrowed);
  }
  CHECK(made(zen3(), "avx512").level == Level::avx2);
  CHECK_FALSE(made(zen3(), "avx512").narrowed);
  CHECK(made(zen3(), "portable").describe() == "a Zen 3: portable (narrowed by HEDDLE_CPU)");
  CHECK(made(zen4()).describe() == "a Zen 3: avx512 with bf16");
}

TEST_CASE("a word that HEDDLE_CPU does not have is refused with the three that it has") {
  const auto refused = processor_with(zen4(), "AVX2");
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().message ==
        "[processor] HEDDLE_CPU is 'AVX2'; choose portable, avx2 or avx512, or leave it unset");
}

TEST_CASE("auto computes in bf16 where the processor multiplies it; bf16 elsewhere and fp16 are the low-memory mode") {
  CHECK(chosen("auto", zen4()).describe() == "cpu, bf16");
  CHECK(chosen("auto", zen3()).describe() == "cpu, fp32");
  CHECK(chosen("auto", zen4(), "avx512").describe() == "cpu, fp32");
  CHECK(chosen("fp32", zen4()).describe() == "cpu, fp32");
  CHECK(chosen("bf16", zen4()).describe() == "cpu, bf16");
  CHECK(chosen("bf16", zen4()).note().empty());
  CHECK(chosen("bf16", zen3()).describe() == "cpu, fp32 over bf16 weights");
  CHECK(chosen("bf16", zen3()).note() ==
        "this processor does not multiply bf16; weights stay in 16 bits and are computed in fp32 (low-memory mode)");
  CHECK(chosen("fp16", zen4()).describe() == "cpu, fp32 over fp16 weights");
  CHECK_FALSE(compute_policy("cpu", "fp64").has_value());
}

TEST_CASE("this program and ATen use what HEDDLE_CPU allows") {
  const char* wanted = std::getenv("HEDDLE_CPU");
  const Processor expected = made(processor_features(), wanted == nullptr ? "" : wanted);
  CHECK(processor().level == expected.level);
  CHECK(processor().multiplies_bf16() == expected.multiplies_bf16());
  if (wanted == nullptr) return;
  const char* const names[] = {"DEFAULT", "AVX2", "AVX512"};
  CHECK(at::get_cpu_capability() == names[static_cast<int>(expected.level)]);
}

}  // namespace heddle::tensor
