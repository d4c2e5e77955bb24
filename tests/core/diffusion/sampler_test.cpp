#include "core/diffusion/toy.h"
#include "support/test.h"

using namespace heddle;
using namespace heddle::diffusion;
using test::ToyRun;

namespace {

PredictionType prediction_of(const std::string& name) {
  if (name == "v_prediction") return PredictionType::v_prediction;
  return name == "sample" ? PredictionType::sample : PredictionType::epsilon;
}

ToyRun run_of(const nlohmann::json& known) {
  SchedulerConfig config;
  config.prediction_type = prediction_of(known["prediction"]);
  config.rescale_betas_zero_snr = known["zero_snr"];
  PlanRequest plan{.sampler = known["sampler"], .schedule = known["schedule"], .steps = known["steps"]};
  const double strength = known["strength"];
  if (strength >= 0) plan.first = first_point(plan.steps, strength);
  ToyRun run(plan, config, known["seeds"].get<std::vector<std::uint64_t>>());
  run.request.options.eta = known["eta"];
  const GuidanceValue guidance{.guidance_scale = known["w"], .rescale = known["rescale"]};
  run.request.guidance = [guidance](int) { return guidance; };
  const at::Tensor init_latents = at::arange(run.first_noise.numel(), at::kFloat).sin().view(run.first_noise.sizes());
  if (strength >= 0) {
    run.trajectory =
        Trajectory::begin(run.request.plan.start_from(init_latents, run.first_noise), run.noise.position());
  }
  if (known["inpaint"]) {
    const at::Tensor mask = at::arange(9).view({1, 1, 3, 3}).remainder(2).eq(0).to(at::kFloat);
    run.request.inpaint = Inpaint{.mask = mask, .init_latents = init_latents, .noise = run.first_noise};
  }
  return run;
}

}  // namespace

TEST_CASE("ten steps of every sampler equal the reference's, in every schedule, prediction and way to start") {
  double worst = 0;
  for (const auto& known : test::golden("latents.json")) {
    nlohmann::json settings = known;
    settings.erase("latents");
    CAPTURE(settings.dump());
    ToyRun run = run_of(known);
    const auto latents = run.go();
    REQUIRE(latents);
    const at::Tensor expected = test::tensor_of(known["latents"]);
    const double error = test::largest_difference(*latents, expected);
    const double size = std::max(1.0, expected.abs().max().item<double>());
    CHECK(error < 1e-3);
    // Zero terminal SNR starts the reference's Euler at a sigma of 4096, which costs fp32 its last digits.
    CHECK(error < (known["zero_snr"] ? 2e-4 : 3e-5) * size);
    worst = std::max(worst, error / size);
  }
  MESSAGE("largest error over the latents' size: ", worst);
}

TEST_CASE("every sampler finds the picture that a perfect network knows") {
  const at::Tensor image = at::arange(36, at::kFloat).sin().view({1, 4, 3, 3});
  const NoiseSchedule table{SchedulerConfig{}};
  for (const std::string_view sampler : sampler_names()) {
    for (const std::string_view schedule :
         {"leading", "trailing", "linspace", "karras", "exponential", "sgm_uniform"}) {
      CAPTURE(std::string(sampler));
      CAPTURE(std::string(schedule));
      if (sampler == "pndm" && schedule != "leading" && schedule != "trailing") continue;
      SchedulerConfig config;
      config.prediction_type = PredictionType::sample;
      ToyRun run({.sampler = std::string(sampler), .schedule = std::string(schedule), .steps = 20}, config, {7});
      run.request.network = [&image](const NetworkCall& call) { return image.expand(call.x.sizes()); };
      const auto latents = run.go();
      REQUIRE(latents);
      // Samplers that end at the first trained level leave its noise, sigma 0.029.
      CHECK(test::largest_difference(*latents, image.expand(latents->sizes())) < 0.15);
    }
  }
}

TEST_CASE("solvers of higher order come closer to the exact solution") {
  // x0 ~ N(0, 0.5^2): the noise that a perfect network expects is known in closed form, and so is the flow's end.
  const NoiseSchedule table{SchedulerConfig{}};
  const double variance = 0.25;
  const auto error_of = [&](const std::string& sampler) {
    ToyRun run({.sampler = sampler, .schedule = "karras", .steps = 20}, {}, {7});
    const std::vector<Step> steps = run.request.plan.steps;
    run.request.network = [&](const NetworkCall& call) {
      NoiseLevel level;
      for (const Step& step : steps) {
        for (const NoiseLevel& candidate : {step.at, step.next}) {
          if (candidate.t == call.t && candidate.sigma > 0) level = candidate;
        }
      }
      return call.x * (level.sigma / (level.alpha * level.alpha * variance + level.sigma * level.sigma));
    };
    const NoiseLevel first = steps.front().at;
    const NoiseLevel last = steps.back().next;
    const auto deviation = [&](const NoiseLevel& level) {
      return std::sqrt(level.alpha * level.alpha * variance + level.sigma * level.sigma);
    };
    const at::Tensor exact = run.trajectory.x() * (deviation(last) / deviation(first));
    return test::largest_difference(*run.go(), exact);
  };
  CHECK(error_of("heun") < 0.3 * error_of("euler"));
  CHECK(error_of("dpmpp_2m") < 0.5 * error_of("euler"));
  CHECK(error_of("unipc") < 0.5 * error_of("euler"));
}
