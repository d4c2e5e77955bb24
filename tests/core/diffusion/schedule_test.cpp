#include "core/diffusion/toy.h"
#include "support/test.h"

using namespace heddle;
using namespace heddle::diffusion;

namespace {

// Fractional timesteps come from fp32 logarithms, whose last bit differs between mathematics libraries.
bool close(double a, double b) { return std::abs(a - b) <= 1e-6 * std::max(std::abs(b), 1.0); }

double relative(double a, double b) { return b == 0 ? std::abs(a) : std::abs(a / b - 1); }

SchedulerConfig configured(const nlohmann::json& options) {
  SchedulerConfig config;
  const std::string betas = options.value("beta_schedule", "scaled_linear");
  if (betas == "linear") config.beta_schedule = BetaSchedule::linear;
  if (betas == "squaredcos_cap_v2") config.beta_schedule = BetaSchedule::squaredcos_cap_v2;
  config.rescale_betas_zero_snr = options.value("rescale_betas_zero_snr", false);
  return config;
}

}  // namespace

TEST_CASE("cumulative products of alphas equal the reference's for every beta schedule") {
  for (const auto& known : test::golden("tables.json")["alphas_cumprod"]) {
    CAPTURE(known["config"].dump());
    const NoiseSchedule table(configured(known["config"]));
    for (std::size_t i = 0; i < known["products"].size(); ++i) {
      CHECK(relative(table.alphas_cumprod(static_cast<int>(i) * 37), known["products"][i]) < 1e-6);
    }
    CHECK(relative(table.alphas_cumprod(998), known["last"][0]) < 1e-6);
    CHECK(relative(table.alphas_cumprod(999), known["last"][1]) < 1e-6);
  }
}

TEST_CASE("every sampler's timesteps and sigmas equal the reference's in every schedule that it has") {
  const NoiseSchedule table{SchedulerConfig{}};
  for (const auto& known : test::golden("tables.json")["tables"]) {
    const std::string name = known["sampler"];
    CAPTURE(name);
    CAPTURE(known["schedule"].get<std::string>());
    CAPTURE(known["steps"].get<int>());
    const auto plan = plan_steps({.sampler = name, .schedule = known["schedule"], .steps = known["steps"]}, table);
    REQUIRE(plan);
    REQUIRE(plan->steps.size() == known["timesteps"].size());
    for (std::size_t i = 0; i < plan->steps.size(); ++i) {
      CAPTURE(i);
      CHECK(close(plan->steps[i].at.t, known["timesteps"][i]));
      CHECK(relative(plan->steps[i].at.karras_sigma(), known["sigmas"][i]) < 1e-6);
    }
    if (known["sigmas"].size() > plan->steps.size()) {
      CHECK(relative(plan->steps.back().next.karras_sigma(), known["sigmas"].back()) < 1e-6);
    }
    CHECK(relative(plan->noise_scale, known["noise_scale"]) < 1e-6);
  }
}

TEST_CASE("PNDM asks twice at its second timestep") {
  const auto plan = plan_steps({.sampler = "pndm", .steps = 50}, NoiseSchedule{SchedulerConfig{}});
  REQUIRE(plan);
  REQUIRE(plan->steps.size() == 51);
  const std::vector<double> first{981, 961, 961, 941, 921};
  for (std::size_t i = 0; i < first.size(); ++i) CHECK(plan->steps[i].at.t == first[i]);
}

TEST_CASE("PNDM from the middle of a schedule warms up there") {
  const auto plan =
      plan_steps({.sampler = "pndm", .steps = 10, .first = first_point(10, 0.5)}, NoiseSchedule{SchedulerConfig{}});
  REQUIRE(plan);
  const std::vector<double> expected{401, 301, 301, 201, 101, 1};
  REQUIRE(plan->steps.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) CHECK(plan->steps[i].at.t == expected[i]);
}

TEST_CASE("sgm_uniform leaves out the cleanest point and keeps fractions for Euler") {
  const NoiseSchedule table{SchedulerConfig{}};
  const auto euler = plan_steps({.sampler = "euler", .schedule = "sgm_uniform", .steps = 4}, table);
  const auto ddim = plan_steps({.sampler = "ddim", .schedule = "sgm_uniform", .steps = 4}, table);
  REQUIRE(euler);
  REQUIRE(ddim);
  CHECK(euler->steps[1].at.t == doctest::Approx(749.25));
  CHECK(ddim->steps[1].at.t == 749);
  CHECK(euler->steps[1].at.karras_sigma() > table.karras_sigma(749));
  CHECK(euler->steps[1].at.karras_sigma() < table.karras_sigma(750));
}

TEST_CASE("every sampler works with every schedule, or says which ones it needs") {
  const NoiseSchedule table{SchedulerConfig{}};
  for (const std::string_view sampler : sampler_names()) {
    for (const std::string_view schedule : schedule_names()) {
      CAPTURE(std::string(sampler));
      CAPTURE(std::string(schedule));
      const auto plan =
          plan_steps({.sampler = std::string(sampler), .schedule = std::string(schedule), .steps = 6}, table);
      if (!plan) {
        CHECK(sampler == "pndm");
        CHECK(plan.error().message.find("leading") != std::string::npos);
        continue;
      }
      for (std::size_t i = 1; i < plan->steps.size(); ++i) {
        CHECK(plan->steps[i].at.sigma <= plan->steps[i - 1].at.sigma);
      }
    }
  }
}

TEST_CASE("a single linspace step starts at the noisiest timestep") {
  const auto plan =
      plan_steps({.sampler = "euler", .schedule = "linspace", .steps = 1}, NoiseSchedule{SchedulerConfig{}});
  REQUIRE(plan);
  CHECK(plan->steps[0].at.t == 999);
}

TEST_CASE("impossible plans are refused with a message") {
  const NoiseSchedule table{SchedulerConfig{}};
  CHECK(plan_steps({.sampler = "nothing"}, table).error().kind == ErrorKind::not_found);
  CHECK(plan_steps({.schedule = "nothing"}, table).error().kind == ErrorKind::not_found);
  CHECK(plan_steps({.steps = 0}, table).error().kind == ErrorKind::invalid_input);
  CHECK(plan_steps({.steps = 1001}, table).error().kind == ErrorKind::invalid_input);
  CHECK(plan_steps({.sampler = "lcm", .steps = 51}, table).error().kind == ErrorKind::invalid_input);
  CHECK(plan_steps({.sampler = "dpmpp_2m", .schedule = "leading", .steps = 1000}, table).error().kind ==
        ErrorKind::invalid_input);
}

TEST_CASE("without a schedule a plan takes the model file's, where the sampler can use it") {
  SchedulerConfig config;
  CHECK(plan_steps({.sampler = "ddim"}, NoiseSchedule(config))->schedule == "leading");
  CHECK(plan_steps({.sampler = "dpmpp_2m"}, NoiseSchedule(config))->schedule == "linspace");
  config.schedule = "karras";
  CHECK(plan_steps({.sampler = "dpmpp_2m"}, NoiseSchedule(config))->schedule == "karras");
  CHECK(plan_steps({.sampler = "pndm"}, NoiseSchedule(config))->schedule == "leading");
  CHECK(plan_steps({.sampler = "lcm", .steps = 4}, NoiseSchedule(config))->schedule == "lcm");
}

TEST_CASE("strength counts steps as the reference does") {
  CHECK(first_point(50, 0.58) == 22);  // 50 * 0.58 is just below 29
  CHECK(first_point(10, 0.35) == 7);
  CHECK(first_point(10, 1.0) == 0);
  CHECK(first_point(10, 0.0) == 10);
  CHECK(first_point(10, 7.0) == 0);
  CHECK(first_point(10, -1.0) == 10);
}
