#include "diffusion/guidance.h"

#include <ATen/ops/equal.h>

#include "core/diffusion/toy.h"
#include "support/test.h"

using namespace heddle;
using namespace heddle::diffusion;
using test::ToyRun;

TEST_CASE("guidance of one or less asks for the condition alone") {
  for (const double w : {1.0, 0.5, 0.0, -2.0}) {
    ToyRun run({.steps = 3});
    int asked_for_both = 0;
    const Network network = run.request.network;
    run.request.network = [&](const NetworkCall& call) {
      asked_for_both += call.unconditional ? 1 : 0;
      return network(call);
    };
    run.request.guidance = [w](int) { return GuidanceValue{.guidance_scale = w}; };
    REQUIRE(run.go());
    CHECK(asked_for_both == 0);
  }
}

TEST_CASE("both halves come from one call of the network") {
  ToyRun run({.steps = 3});
  int calls = 0;
  const Network network = run.request.network;
  run.request.network = [&](const NetworkCall& call) {
    ++calls;
    CHECK(call.unconditional);
    CHECK(call.x.size(0) == 2);
    return network(call);
  };
  run.request.guidance = [](int) { return GuidanceValue{.guidance_scale = 3}; };
  REQUIRE(run.go());
  CHECK(calls == 3);
}

TEST_CASE("full rescaling gives each picture the contrast of its condition") {
  const at::Tensor cond = at::arange(72, at::kFloat).sin().view({2, 4, 3, 3});
  const at::Tensor uncond = at::arange(72, at::kFloat).cos().view({2, 4, 3, 3});
  const at::Tensor out = classifier_free_guidance(uncond, cond, {.guidance_scale = 9, .rescale = 1});
  for (int image = 0; image < 2; ++image) {
    CHECK(out[image].std().item<double>() == doctest::Approx(cond[image].std().item<double>()).epsilon(1e-5));
  }
}

TEST_CASE("networks of lower precision are heard in fp32") {
  ToyRun run({.steps = 3});
  const Network network = run.request.network;
  run.request.network = [&](const NetworkCall& call) { return network(call).to(at::kBFloat16); };
  const auto latents = run.go();
  REQUIRE(latents);
  CHECK(latents->is_floating_point());
  CHECK(latents->element_size() == sizeof(float));
}
