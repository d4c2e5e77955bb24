#include "core/diffusion/toy.h"
#include "support/test.h"

using namespace heddle;
using namespace heddle::diffusion;
using test::ToyRun;

namespace {

bool says_both(const Error& error, const std::string& sampler, const std::string& schedule) {
  return error.message.find("'" + sampler + "'") != std::string::npos &&
         error.message.find("'" + schedule + "'") != std::string::npos;
}

// The reference begins a single step at the cleanest timestep there, ours at the noisiest (schedules/linspace.cpp). Its
// Euler and Heun take the range of Karras' and exponential sigmas from those same timesteps.
bool differs_by_choice(const std::string& sampler, const std::string& schedule, int steps) {
  const bool has_own_range = schedule == "karras" || schedule == "exponential";
  return steps == 1 && (schedule == "linspace" || (has_own_range && (sampler == "euler" || sampler == "heun")));
}

}  // namespace

TEST_CASE(
    "1, 2, 3, 999 and 1000 steps: the reference's latents, finite ones where it has none, or words that name the "
    "pair") {
  double worst = 0;
  int equal = 0, beyond = 0, refused = 0;
  for (const auto& known : test::golden("ends.json")) {
    const std::string sampler = known["sampler"], schedule = known["schedule"];
    const int steps = known["steps"];
    CAPTURE(sampler);
    CAPTURE(schedule);
    CAPTURE(steps);
    const PlanRequest request{.sampler = sampler, .schedule = schedule, .steps = steps};
    const auto plan = plan_steps(request, NoiseSchedule(SchedulerConfig()));
    if (!plan) {
      CHECK(known["latents"].is_null());
      CHECK(says_both(plan.error(), sampler, schedule));
      ++refused;
      continue;
    }
    ToyRun run(request, {}, {11});
    const auto latents = run.go();
    REQUIRE_MESSAGE(latents, (latents ? "" : latents.error().message));
    CHECK(latents->isfinite().all().item<bool>());
    if (known["latents"].is_null() || differs_by_choice(sampler, schedule, steps)) {
      ++beyond;
      continue;
    }
    const at::Tensor expected = test::tensor_of(known["latents"]);
    const double size = std::max(1.0, expected.abs().max().item<double>());
    const double error = test::largest_difference(*latents, expected) / size;
    CHECK(error < (steps > 3 ? 1e-3 : 3e-5));  // a thousand steps of fp32
    worst = std::max(worst, error);
    ++equal;
  }
  MESSAGE("equal ", equal, ", beyond the reference ", beyond, ", refused ", refused, ", largest error ", worst);
}
