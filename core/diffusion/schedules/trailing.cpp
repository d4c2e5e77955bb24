// trailing - Strides counted down from the noisiest timestep (Lin et al. 2023, table 2).
#include <cmath>

#include "diffusion/schedules/points.h"

namespace heddle::diffusion {

static Result<std::vector<NoiseLevel>> trailing_points(const ScheduleRequest& request) {
  const double last = request.table.size();
  const double stride = last / request.steps;
  std::vector<double> timesteps;
  for (int i = 0; i < request.steps; ++i) timesteps.push_back(round_half_even(last - i * stride) - 1);
  return levels_at(request, timesteps);
}

void register_trailing(ScheduleSetup& setup) {
  setup.add({.name = "trailing", .points = trailing_points, .strided = true, .starts_at_unit_variance = false});
}

}  // namespace heddle::diffusion
