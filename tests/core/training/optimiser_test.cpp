#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/full.h>

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "support/golden.h"
#include "training/adamw.h"
#include "training/learning_rate.h"

#include "support/test.h"

namespace heddle::training {

namespace {

tensor::NamedTensors masters_of(const testing::Golden& golden) {
  tensor::NamedTensors masters;
  for (const char* name : {"0", "1"}) {
    masters.emplace(name, golden["start." + std::string(name)].clone().set_requires_grad(true));
  }
  return masters;
}

void give_gradients(const tensor::NamedTensors& masters, const testing::Golden& golden, int step) {
  for (const auto& [name, master] : masters) {
    at::Tensor(master).mutable_grad() = golden[fmt::format("gradient.{}.{}", step, name)].clone();
  }
}

}  // namespace

TEST_CASE("AdamW with clipping gives torch.optim.AdamW's numbers") {
  const testing::Golden golden = testing::read_golden("training/adamw.safetensors");
  const tensor::NamedTensors masters = masters_of(golden);
  AdamW optimiser(masters, {.beta1 = 0.9, .beta2 = 0.99, .eps = 1e-8, .weight_decay = 0.05, .clip_norm = 1.0});
  for (int step = 0; step < 10; ++step) {
    give_gradients(masters, golden, step);
    CHECK(optimiser.step(0.01) == doctest::Approx(golden[fmt::format("norm.{}", step)].item<double>()).epsilon(1e-5));
  }
  for (const auto& [name, master] : masters) {
    CHECK(testing::relative_error(master.detach(), golden["end." + name]) < 1e-6);
  }
}

TEST_CASE("a step whose gradient is not a number changes nothing") {
  const testing::Golden golden = testing::read_golden("training/adamw.safetensors");
  const tensor::NamedTensors masters = masters_of(golden);
  AdamW optimiser(masters, {});
  give_gradients(masters, golden, 0);
  at::Tensor(masters.at("0")).mutable_grad().fill_(std::numeric_limits<float>::quiet_NaN());
  CHECK_FALSE(std::isfinite(optimiser.step(0.01)));
  CHECK(masters.at("1").equal(golden["start.1"]));
  CHECK(optimiser.state().at("step.1").item<double>() == 0);
}

TEST_CASE("the average moves towards the masters by what the decay leaves") {
  const tensor::NamedTensors average = {{"w", at::full({3}, 1.0, at::kFloat)}};
  const tensor::NamedTensors masters = {{"w", at::full({3}, 3.0, at::kFloat)}};
  update_average(average, masters, 0.75);
  CHECK(average.at("w").equal(at::full({3}, 1.5, at::kFloat)));
}

TEST_CASE("the learning rate warms up, then falls along half a cosine to its end") {
  const LearningRate rate{
      .schedule = LearningRate::Schedule::cosine, .peak = 1.0, .end = 0.1, .warmup = 4, .steps = 105};
  CHECK(rate.at(0) == doctest::Approx(0.25));
  CHECK(rate.at(3) == doctest::Approx(1.0));
  CHECK(rate.at(4) == doctest::Approx(1.0));
  CHECK(rate.at(54) == doctest::Approx(0.55));
  CHECK(rate.at(104) == doctest::Approx(0.1));
  const LearningRate constant{.peak = 0.5};
  CHECK(constant.at(0) == 0.5);
  CHECK(constant.at(100000) == 0.5);
}

}  // namespace heddle::training
