#include "tensor/binder.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/full.h>
#include <ATen/ops/zeros.h>

#include <cmath>

#include "support/test.h"

namespace heddle::tensor {
namespace {

at::Generator generator(std::uint64_t seed) { return at::detail::createCPUGenerator(seed); }

TEST_CASE("a lookup gives the tensors of the names below its prefix") {
  const NamedTensors weights = {{"proj.weight", at::full({3, 2}, 0.5)}, {"blocks.1.bias", at::full({3}, 2.0)}};
  Binder binder = Binder::lookup(weights);
  CHECK(binder.sub("proj").tensor("weight", {3, 2}, Init::fan_in()).is_same(weights.at("proj.weight")));
  CHECK(binder.sub("blocks", 1).tensor("bias", {3}, Init::constant(0)).is_same(weights.at("blocks.1.bias")));
  CHECK(binder.sub("proj").has("weight"));
  CHECK_FALSE(binder.sub("proj").has("bias"));
  CHECK(binder.finish("toy"));
}

TEST_CASE("a missing tensor is named in full, and so is a misshapen one, with both shapes") {
  const NamedTensors weights = {{"proj.weight", at::zeros({3, 4})}};
  Binder binder = Binder::lookup(weights);
  CHECK_FALSE(binder.sub("proj").tensor("weight", {3, 2}, Init::fan_in()).defined());
  CHECK_FALSE(binder.sub("blocks", 2).tensor("bias", {3}, Init::constant(0)).defined());
  const auto bound = binder.finish("toy");
  REQUIRE_FALSE(bound);
  CHECK(bound.error().kind == ErrorKind::invalid_input);
  CHECK(bound.error().message ==
        "[toy.load] 2 tensors do not fit this network: 'proj.weight' has shape [3, 4], expected [3, 2]; "
        "'blocks.2.bias' is missing");
}

TEST_CASE(
    "a tensor of another number of dimensions does not fit, and -1 fits any size but no other number of dimensions") {
  const NamedTensors weights = {{"table", at::zeros({5, 2})}};
  const auto fits = [&weights](at::IntArrayRef shape) {
    Binder binder = Binder::lookup(weights);
    const bool found = binder.tensor("table", shape, Init::normal(1)).defined();
    CHECK(found == binder.finish("toy").has_value());
    return found;
  };
  CHECK(fits({5, 2}));
  CHECK(fits({-1, 2}));
  CHECK(fits({-1, -1}));
  CHECK_FALSE(fits({-1, 3}));
  CHECK_FALSE(fits({10}));
  CHECK_FALSE(fits({-1, 2, 1}));
}

TEST_CASE("an optional tensor may be missing, but not misshapen") {
  const NamedTensors weights = {{"bias", at::zeros({3})}};
  Binder missing = Binder::lookup(weights);
  CHECK_FALSE(missing.optional_tensor("scale", {3}, Init::constant(1)).defined());
  CHECK(missing.finish("toy"));
  Binder misshapen = Binder::lookup(weights);
  CHECK_FALSE(misshapen.optional_tensor("bias", {4}, Init::constant(0)).defined());
  CHECK_FALSE(misshapen.finish("toy"));
}

TEST_CASE("of many problems the first five are named and all are counted") {
  const NamedTensors weights;
  Binder binder = Binder::lookup(weights);
  for (std::size_t i = 0; i < 7; ++i) (void)binder.sub("layers", i).tensor("weight", {1}, Init::fan_in());
  const auto bound = binder.finish("toy");
  REQUIRE_FALSE(bound);
  CHECK(bound.error().message.find("7 tensors") != std::string::npos);
  CHECK(bound.error().message.find("'layers.4.weight' is missing; …") != std::string::npos);
  CHECK(bound.error().message.find("layers.5") == std::string::npos);
}

TEST_CASE("an initialiser adds what it is asked for, in fp32, by the rule that each tensor names") {
  NamedTensors weights;
  Binder binder = Binder::initialise(weights, generator(3));
  const at::Tensor weight = binder.sub("proj").tensor("weight", {64, 16, 3}, Init::fan_in(2));
  CHECK(at::equal(binder.tensor("bias", {4}, Init::constant(0.25)), at::full({4}, 0.25)));
  const at::Tensor table = binder.optional_tensor("table", {4096}, Init::normal(0.1));
  CHECK(binder.finish("toy"));
  REQUIRE(weights.size() == 3);
  CHECK(weights.at("proj.weight").is_same(weight));
  CHECK((weight.scalar_type() == at::kFloat));
  const double bound = 2 / std::sqrt(16.0 * 3.0);
  CHECK(weight.abs().max().item<double>() <= bound);
  CHECK(weight.abs().max().item<double>() > 0.9 * bound);
  CHECK(table.std().item<double>() == doctest::Approx(0.1).epsilon(0.1));
}

TEST_CASE("an initialiser keeps the tensors that are there, and draws the same from the same seed") {
  NamedTensors one = {{"kept", at::full({2}, 7.0)}}, other;
  Binder first = Binder::initialise(one, generator(5)), second = Binder::initialise(other, generator(5));
  CHECK(first.has("kept"));
  CHECK(at::equal(first.tensor("kept", {2}, Init::constant(0)), at::full({2}, 7.0)));
  CHECK(at::equal(first.tensor("drawn", {8}, Init::normal(1)), second.tensor("drawn", {8}, Init::normal(1))));
}

}  // namespace
}  // namespace heddle::tensor
