// leading - Whole strides counted up from timestep 0, plus the model's offset (Lin et al. 2023, table 2). Stable
// Diffusion's own spacing with DDIM and PNDM; it never visits the noisiest timesteps.
#include <cmath>

#include "diffusion/schedules/points.h"

namespace heddle::diffusion {

static Result<std::vector<NoiseLevel>> leading_points(const ScheduleRequest& request) {
  const bool drops_last = request.spacing == TimestepSpacing::intervals;
  const int stride = request.table.size() / (request.steps + (drops_last ? 1 : 0));
  if (stride < 1) {
    return fail(ErrorKind::invalid_input, "[schedule.leading] {} steps are too many for this sampler; use at most {}",
                request.steps, request.table.size() - 1);
  }
  std::vector<double> timesteps;
  for (int i = request.steps; i > 0; --i) {
    timesteps.push_back(stride * (drops_last ? i : i - 1) + request.table.config().steps_offset);
  }
  return levels_at(request, timesteps);
}

void register_leading(ScheduleSetup& setup) {
  setup.add({.name = "leading", .points = leading_points, .strided = true, .starts_at_unit_variance = true});
}

}  // namespace heddle::diffusion
