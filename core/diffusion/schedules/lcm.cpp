// lcm - A selection of the timesteps that latent consistency models were distilled on (Luo et al. 2023, section 4.3):
// at evenly spread places of a coarse grid of 50 that ends at the noisiest timestep.
#include <cmath>

#include "diffusion/schedules/points.h"

namespace heddle::diffusion {

static Result<std::vector<NoiseLevel>> lcm_points(const ScheduleRequest& request) {
  const int grid = request.table.config().original_inference_steps;
  if (request.steps > grid) {
    return fail(ErrorKind::invalid_input,
                "[schedule.lcm] {} steps are more than the {} that LCM was distilled on; 4 to 8 do", request.steps,
                grid);
  }
  const int stride = request.table.size() / grid;
  std::vector<double> timesteps;
  for (int i = 0; i < request.steps; ++i) {
    const int place = static_cast<int>(std::floor(static_cast<double>(grid) / request.steps * i));
    timesteps.push_back((grid - place) * stride - 1);
  }
  return levels_at(request, timesteps);
}

void register_lcm(ScheduleSetup& setup) { setup.add({.name = "lcm", .points = lcm_points}); }

}  // namespace heddle::diffusion
