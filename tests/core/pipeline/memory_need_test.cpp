#include "pipeline/memory_need.h"

#include "support/test.h"

namespace heddle::pipeline {

namespace {

weights::layouts::UNetConfig sd15() { return {}; }

}  // namespace

TEST_CASE("Stable Diffusion at 512 takes some hundred megabytes to sample and about a gigabyte to decode") {
  const std::uint64_t sampling = sampling_bytes(sd15(), {}, 4);
  CHECK(sampling > 100'000'000);
  CHECK(sampling < 500'000'000);
  const std::uint64_t decoding = decoding_bytes_per_pixel(weights::layouts::VaeConfig{}, 4) * 512 * 512;
  CHECK(decoding > 700'000'000);
  CHECK(decoding < 1'500'000'000);
}

TEST_CASE("what a run takes grows with its area, its pictures and its guidance") {
  const RunSize one;
  RunSize larger = one;
  larger.width *= 2;
  RunSize many = one;
  many.images = 4;
  RunSize unguided = one;
  unguided.guided = false;
  const std::uint64_t base = sampling_bytes(sd15(), one, 2);
  CHECK(sampling_bytes(sd15(), larger, 2) == 2 * base);
  CHECK(sampling_bytes(sd15(), many, 2) == 4 * base);
  CHECK(sampling_bytes(sd15(), unguided, 2) == base / 2);
  CHECK(sampling_bytes(sd15(), one, 4) == 2 * base);
}

TEST_CASE("a size that does not fit is refused with what it takes and what there is") {
  const RunSize size{.width = 8192, .height = 8192, .images = 1};
  CHECK(refuse_too_large(size, 1'000, 2'000, 2'000).has_value());
  const auto refused = refuse_too_large(size, 1'000, 60'000'000'000, 8'000'000'000);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().kind == ErrorKind::out_of_memory);
  CHECK(refused.error().message.find("8192 x 8192") != std::string::npos);
  CHECK(refused.error().message.find("smaller size") != std::string::npos);
  CHECK(refused.error().message.find("fewer pictures") == std::string::npos);
  CHECK(refuse_too_large({.images = 3}, 3, 0, 2).error().message.find("3 pictures at once") != std::string::npos);
}

}  // namespace heddle::pipeline
