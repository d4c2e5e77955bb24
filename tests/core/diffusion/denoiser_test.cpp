#include "diffusion/denoiser.h"

#include <ATen/ops/equal.h>
#include <ATen/ops/full.h>
#include <ATen/ops/ones_like.h>

#include "core/diffusion/toy.h"
#include "support/test.h"

namespace heddle::diffusion {
namespace {

const NoiseLevel kLevel = NoiseLevel::from_alphas_cumprod(321.5, 0.36);  // alpha 0.6, sigma 0.8

at::Tensor sample() { return at::arange(72, at::kFloat).sin().view({2, 4, 3, 3}); }

// A network that gives 1 for the unconditional half and 3 for the conditional one, and keeps what it was called with.
struct ToldNetwork {
  double t = -1;
  int step = -1, calls = 0;
  bool unconditional = false;
  at::ScalarType dtype = at::kFloat;
  const Network network = [this](const NetworkCall& call) {
    t = call.t;
    step = call.step;
    unconditional = call.unconditional;
    ++calls;
    const at::Tensor one = at::ones_like(call.x).to(dtype);
    return unconditional ? at::cat({one, one * 3}) : one * 3;
  };
};

TEST_CASE("a denoiser asks the network once, at the level's timestep and its own step") {
  ToldNetwork told;
  Denoiser denoiser(told.network, PredictionType::epsilon, {.guidance_scale = 1}, 4);
  CHECK_FALSE(denoiser.last());
  (void)denoiser(sample(), kLevel);
  CHECK(told.calls == 1);
  CHECK(told.t == 321.5);
  CHECK(told.step == 4);
  CHECK_FALSE(told.unconditional);
}

TEST_CASE("without guidance the prediction is the network's output") {
  ToldNetwork told;
  Denoiser denoiser(told.network, PredictionType::epsilon, {.guidance_scale = 0.5}, 0);
  CHECK(at::equal(denoiser(sample(), kLevel).output(), at::full({2, 4, 3, 3}, 3.0)));
}

TEST_CASE("with guidance the unconditional half comes first and is pushed away from") {
  ToldNetwork told;
  Denoiser denoiser(told.network, PredictionType::epsilon, {.guidance_scale = 2.5}, 0);
  const Prediction prediction = denoiser(sample(), kLevel);
  CHECK(told.calls == 1);
  CHECK(told.unconditional);
  CHECK(at::equal(prediction.output(), at::full({2, 4, 3, 3}, 1 + 2.5 * (3 - 1))));
}

TEST_CASE("a prediction is read by the type that the checkpoint was trained for") {
  const at::Tensor x = sample();
  for (const PredictionType type : {PredictionType::epsilon, PredictionType::v_prediction, PredictionType::sample}) {
    ToldNetwork told;
    Denoiser denoiser(told.network, type, {.guidance_scale = 1}, 0);
    const Prediction prediction = denoiser(x, kLevel);
    CAPTURE(to_string(type));
    // x = alpha x0 + sigma eps, whatever the network says.
    CHECK(test::largest_difference(prediction.denoised() * kLevel.alpha + prediction.eps() * kLevel.sigma, x) < 1e-5);
    if (type == PredictionType::sample) CHECK(at::equal(prediction.denoised(), prediction.output()));
    if (type == PredictionType::epsilon) CHECK(at::equal(prediction.eps(), prediction.output()));
  }
}

TEST_CASE("the last prediction is kept, in fp32 whatever the network computes in") {
  ToldNetwork told;
  told.dtype = at::kBFloat16;
  Denoiser denoiser(told.network, PredictionType::epsilon, {.guidance_scale = 7.5}, 0);
  const Prediction first = denoiser(sample(), kLevel);
  REQUIRE(denoiser.last());
  CHECK(denoiser.last()->output().is_same(first.output()));
  CHECK((first.output().scalar_type() == at::kFloat));
  const Prediction second = denoiser(sample() * 0.5, kLevel);
  CHECK(denoiser.last()->output().is_same(second.output()));
}

}  // namespace
}  // namespace heddle::diffusion
