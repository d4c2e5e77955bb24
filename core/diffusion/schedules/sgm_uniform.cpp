// sgm_uniform - Equal parts of time from the noisiest timestep, the cleanest left out (Stability AI's
// generative-models; fractional timesteps and log-linear sigmas as the web UIs have them after k-diffusion).
#include "diffusion/schedules/points.h"

namespace heddle::diffusion {

static Result<std::vector<NoiseLevel>> sgm_uniform_points(const ScheduleRequest& request) {
  std::vector<double> timesteps = evenly_spaced(request.table.size() - 1, 0, request.steps + 1);
  timesteps.pop_back();
  std::vector<NoiseLevel> levels;
  for (const double t : timesteps) {
    const double told = request.spacing == TimestepSpacing::continuous ? t : round_half_even(t);
    levels.push_back(NoiseLevel::from_karras_sigma(told, request.table.karras_sigma_at_log(told)));
  }
  return levels;
}

void register_sgm_uniform(ScheduleSetup& setup) { setup.add({.name = "sgm_uniform", .points = sgm_uniform_points}); }

}  // namespace heddle::diffusion
