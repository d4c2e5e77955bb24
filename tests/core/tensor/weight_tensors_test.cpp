#include "tensor/weight_tensors.h"

#include <ATen/ops/equal.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include "support/temporary_folder.h"
#include "support/test.h"
#include "weights/open_tensor_file.h"
#include "weights/safetensors_writer.h"
#include "weights/scalar_value.h"

namespace heddle::tensor {
namespace {

using weights::Dtype;

std::array<std::byte, 256> all_bytes() {
  std::array<std::byte, 256> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(i);
  return bytes;
}

// The number of a code by the OCP 8-bit floating point specification, table 1.
float number_of(int code, int exponent_bits) {
  const int fraction_bits = 7 - exponent_bits, bias = (1 << (exponent_bits - 1)) - 1;
  const int exponent = (code & 0x7F) >> fraction_bits, fraction = code & ((1 << fraction_bits) - 1);
  const bool is_top = exponent == (1 << exponent_bits) - 1;
  double value = exponent == 0 ? std::ldexp(fraction, 1 - bias - fraction_bits)
                               : std::ldexp((1 << fraction_bits) + fraction, exponent - bias - fraction_bits);
  if (exponent_bits == 4 && is_top && fraction == 7) value = NAN;
  if (exponent_bits == 5 && is_top) value = fraction == 0 ? INFINITY : NAN;
  return static_cast<float>((code & 0x80) != 0 ? -value : value);
}

TEST_CASE("eight-bit numbers are widened to what they stand for, all 256 of both kinds") {
  const testing::TemporaryFolder folder;
  const auto bytes = all_bytes();
  const float scale = 0.25F;
  REQUIRE(weights::write_safetensors(folder / "a.safetensors",
                                     {{"e4m3.weight", Dtype::f8_e4m3, {256}, bytes},
                                      {"e5m2.weight", Dtype::f8_e5m2, {16, 16}, bytes},
                                      {"scaled.weight", Dtype::f8_e4m3, {256}, bytes},
                                      {"scaled.scale_weight", Dtype::f32, {}, std::as_bytes(std::span(&scale, 1))}}));
  const auto tensors = load_file(folder / "a.safetensors");
  REQUIRE_MESSAGE(tensors, (tensors ? "" : tensors.error().message));
  CHECK(tensors->size() == 3);
  const auto check = [&](const char* name, int exponent_bits, float factor) {
    const at::Tensor& wide = tensors->at(name);
    REQUIRE((wide.scalar_type() == at::kFloat));
    for (int code = 0; code < 256; ++code) {
      const float want = number_of(code, exponent_bits) * factor, is = wide.flatten()[code].item<float>();
      CHECK_MESSAGE((std::isnan(want) ? std::isnan(is) : want == is), (std::string(name) + " " + std::to_string(code)));
    }
  };
  check("e4m3.weight", 4, 1);
  check("e5m2.weight", 5, 1);
  check("scaled.weight", 4, 0.25F);
}

TEST_CASE("a single eight-bit number is read as a number too: an alpha, a scale") {
  const testing::TemporaryFolder folder;
  const auto bytes = all_bytes();
  std::vector<weights::TensorToWrite> table;
  for (int code = 0; code < 256; ++code) {
    table.push_back(
        {"4." + std::to_string(code), Dtype::f8_e4m3, {}, std::span(bytes).subspan(static_cast<std::size_t>(code), 1)});
    table.push_back({"5." + std::to_string(code),
                     Dtype::f8_e5m2,
                     {1},
                     std::span(bytes).subspan(static_cast<std::size_t>(code), 1)});
  }
  REQUIRE(weights::write_safetensors(folder / "a.safetensors", table));
  const auto file = weights::open_tensor_file(folder / "a.safetensors");
  REQUIRE(file);
  const weights::WeightMap map = weights::all_weights(*file);
  for (int code = 0; code < 256; ++code) {
    for (const int bits : {4, 5}) {
      const auto is = weights::scalar_value(*map.find(std::to_string(bits) + "." + std::to_string(code)));
      const double want = number_of(code, bits);
      REQUIRE(is);
      CHECK_MESSAGE((std::isnan(want) ? std::isnan(*is) : want == *is),
                    (std::to_string(bits) + " bits of exponent, " + std::to_string(code)));
    }
  }
}

TEST_CASE("a scale that is not one number is refused with the weight's name, and one without a weight stays a tensor") {
  const testing::TemporaryFolder folder;
  const auto bytes = all_bytes();
  const std::array<float, 2> scales = {1, 2};
  REQUIRE(weights::write_safetensors(folder / "a.safetensors",
                                     {{"a.weight", Dtype::f8_e4m3, {2, 128}, bytes},
                                      {"a.weight_scale", Dtype::f32, {2}, std::as_bytes(std::span(scales))}}));
  const auto refused = load_file(folder / "a.safetensors");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("the scale of 'a.weight'") != std::string::npos);
  REQUIRE(weights::write_safetensors(folder / "b.safetensors",
                                     {{"b.scale_weight", Dtype::f32, {2}, std::as_bytes(std::span(scales))}}));
  const auto alone = load_file(folder / "b.safetensors");
  REQUIRE(alone);
  CHECK(alone->contains("b.scale_weight"));
}

}  // namespace
}  // namespace heddle::tensor
