#include "tensor/noise_source.h"

#include <ATen/ops/equal.h>
#include <ATen/ops/stack.h>

#include <bit>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "support/test.h"
#include "tensor/processor.h"

using heddle::tensor::image_seeds;
using heddle::tensor::NoiseSource;

namespace {

std::vector<std::uint32_t> bits_of(const at::Tensor& noise) {
  const at::Tensor flat = noise.contiguous();
  std::vector<std::uint32_t> bits(static_cast<std::size_t>(flat.numel()));
  std::memcpy(bits.data(), flat.const_data_ptr<float>(), bits.size() * sizeof(float));
  return bits;
}

nlohmann::json recorded_noise() {
  std::ifstream file(std::string(HEDDLE_SOURCE_DIR) + "/tests/golden/tensor/noise.json");
  return nlohmann::json::parse(file);
}

}  // namespace

TEST_CASE("noise has the bits of torch's CPU generator for every seed and shape") {
  // LibTorch's generator takes other logarithms and cosines without AVX2: the last bits differ there, as torch's own
  // do.
  const bool has_torchs_usual_path = heddle::tensor::processor().level != heddle::tensor::Level::portable;
  for (const auto& known : recorded_noise()) {
    CAPTURE(known.dump());
    NoiseSource noise({std::stoull(known["seed"].get<std::string>())}, known["shape"].get<std::vector<std::int64_t>>());
    std::vector<at::Tensor> draws;
    for (int i = 0; i < known["draws"]; ++i) draws.push_back(noise.draw());
    const std::vector<std::uint32_t> bits = bits_of(at::stack(draws));
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < bits.size(); ++i) {
      sum = static_cast<std::uint64_t>((sum + static_cast<unsigned __int128>(i + 1) * bits[i]) % (1ULL << 61));
    }
    for (std::size_t i = 0; i < 4; ++i) {
      const auto wanted = known["first"][i].get<std::uint32_t>();
      if (has_torchs_usual_path) {
        CHECK(bits[i] == wanted);
      } else {
        CHECK(std::bit_cast<float>(bits[i]) == doctest::Approx(std::bit_cast<float>(wanted)).epsilon(1e-6));
      }
    }
    if (has_torchs_usual_path) CHECK(sum == known["sum"].get<std::uint64_t>());
  }
}

TEST_CASE("each picture of a batch draws what it would draw alone") {
  NoiseSource both(image_seeds(41, 2), {4, 3, 3});
  NoiseSource alone({42}, {4, 3, 3});
  for (int i = 0; i < 3; ++i) CHECK(at::equal(both.draw()[1], alone.draw()[0]));
}

TEST_CASE("seeking gives the draws that going there gives, forward and back") {
  NoiseSource straight({5}, {1, 2, 3});
  std::vector<at::Tensor> draws;
  for (int i = 0; i < 5; ++i) draws.push_back(straight.draw());
  NoiseSource jumping({5}, {1, 2, 3});
  for (const int place : {3, 1, 4, 0, 2}) {
    jumping.seek(place);
    CHECK(jumping.position() == place);
    CHECK(at::equal(jumping.draw(), draws[static_cast<std::size_t>(place)]));
  }
}

TEST_CASE("picture seeds count up and wrap") {
  CHECK(image_seeds(~0ULL, 2) == std::vector<std::uint64_t>{~0ULL, 0});
  CHECK(image_seeds(1, 0).empty());
}
