#include "noise_levels.h"

#include "diffusion/step_plan.h"

namespace heddle::cli {

Result<protocol::NoiseLevels> noise_levels(const protocol::ScheduleLevels& asked) {
  const diffusion::NoiseSchedule table{diffusion::SchedulerConfig{}};
  auto plan = diffusion::plan_steps({asked.sampler, asked.schedule, asked.steps}, table);
  if (!plan) return forward(plan);
  protocol::NoiseLevels found;
  found.schedule = plan->schedule;
  const auto add = [&found](const diffusion::NoiseLevel& level) {
    found.timesteps.push_back(level.t);
    found.sigmas.push_back(level.karras_sigma());
    found.noise.push_back(level.sigma);
  };
  for (const diffusion::Step& step : plan->steps) add(step.at);
  if (!plan->steps.empty()) add(plan->steps.back().next);
  return found;
}

}  // namespace heddle::cli
