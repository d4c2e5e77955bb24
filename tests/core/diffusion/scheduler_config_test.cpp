#include "diffusion/scheduler_config.h"

#include "support/test.h"

using heddle::ErrorKind;
using namespace heddle::diffusion;

TEST_CASE("the scheduler file of Stable Diffusion 1.5 gives the built-in defaults") {
  const auto config = parse_scheduler_config(R"({"_class_name": "PNDMScheduler", "_diffusers_version": "0.6.0",
    "beta_end": 0.012, "beta_schedule": "scaled_linear", "beta_start": 0.00085, "num_train_timesteps": 1000,
    "set_alpha_to_one": false, "skip_prk_steps": true, "steps_offset": 1, "trained_betas": null, "clip_sample": false})",
                                             "scheduler_config.json");
  REQUIRE(config);
  const SchedulerConfig standard;
  CHECK(config->num_train_timesteps == standard.num_train_timesteps);
  CHECK(config->beta_start == standard.beta_start);
  CHECK(config->beta_end == standard.beta_end);
  CHECK(config->beta_schedule == standard.beta_schedule);
  CHECK(config->prediction_type == standard.prediction_type);
  CHECK(config->steps_offset == standard.steps_offset);
  CHECK(config->set_alpha_to_one == standard.set_alpha_to_one);
  CHECK(config->sampler == "pndm");
  CHECK(config->schedule.empty());
}

TEST_CASE("a scheduler file names its sampler, its spacing and its prediction") {
  const auto config =
      parse_scheduler_config(R"({"_class_name": "EulerDiscreteScheduler", "prediction_type": "v_prediction",
    "timestep_spacing": "trailing", "rescale_betas_zero_snr": true, "something_new": [1, 2]})",
                             "a.json");
  REQUIRE(config);
  CHECK(config->sampler == "euler");
  CHECK(config->schedule == "trailing");
  CHECK(config->prediction_type == PredictionType::v_prediction);
  CHECK(config->rescale_betas_zero_snr);
  CHECK(config->beta_schedule == BetaSchedule::linear);
}

TEST_CASE("Karras sigmas in a scheduler file choose the karras schedule") {
  const auto config = parse_scheduler_config(R"({"_class_name": "DPMSolverMultistepScheduler",
    "algorithm_type": "sde-dpmsolver++", "use_karras_sigmas": true})",
                                             "a.json");
  REQUIRE(config);
  CHECK(config->sampler == "dpmpp_2m_sde");
  CHECK(config->schedule == "karras");
}

TEST_CASE("broken scheduler files are refused by name") {
  for (const char* text :
       {"", "[]", "<!doctype html>", R"({"num_train_timesteps": 1e12})", R"({"num_train_timesteps": 0})",
        R"({"num_train_timesteps": 99999999999999999999})", R"({"beta_start": "small"})",
        R"({"beta_start": 0.5, "beta_end": 0.1})", R"({"beta_schedule": "sideways"})", R"({"prediction_type": 3})",
        R"({"steps_offset": -1})", R"({"clip_sample": "yes"})"}) {
    CAPTURE(text);
    const auto config = parse_scheduler_config(text, "broken.json");
    REQUIRE(!config);
    CHECK(config.error().kind == ErrorKind::invalid_input);
    CHECK(config.error().message.find("'broken.json'") != std::string::npos);
  }
}

TEST_CASE("a model with betas of its own is said to be unsupported") {
  const auto config = parse_scheduler_config(R"({"trained_betas": [0.1, 0.2]})", "a.json");
  REQUIRE(!config);
  CHECK(config.error().kind == ErrorKind::unsupported);
}
