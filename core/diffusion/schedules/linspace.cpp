// linspace - From the noisiest to the cleanest timestep in equal parts (Lin et al. 2023, table 2; Karras et al. 2022
// for fractional timesteps). A single step starts at the noisiest timestep; the reference would start at the cleanest.
#include <algorithm>

#include "diffusion/schedules/points.h"

namespace heddle::diffusion {

static Result<std::vector<NoiseLevel>> linspace_points(const ScheduleRequest& request) {
  const double last = request.table.size() - 1;
  std::vector<double> timesteps =
      evenly_spaced(last, 0, request.spacing == TimestepSpacing::intervals ? request.steps + 1 : request.steps);
  timesteps.resize(static_cast<std::size_t>(request.steps));
  if (request.spacing != TimestepSpacing::continuous)
    std::ranges::transform(timesteps, timesteps.begin(), round_half_even);
  return levels_at(request, timesteps);
}

void register_linspace(ScheduleSetup& setup) {
  setup.add({.name = "linspace", .points = linspace_points, .strided = true, .starts_at_unit_variance = false});
}

}  // namespace heddle::diffusion
