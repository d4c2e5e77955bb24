// exponential - Equal parts in the logarithm of sigma (k-diffusion's get_sigmas_exponential), over the range that the
// model was trained on. Whole timesteps are cut off, not rounded, as the reference does here.
#include <cmath>

#include "diffusion/schedules/points.h"

namespace heddle::diffusion {

static Result<std::vector<Level>> exponential_points(const ScheduleRequest& request) {
  std::vector<double> ratios =
      evenly_spaced(std::log(request.table.ratio_max()), std::log(request.table.ratio_min()), request.steps);
  for (double& ratio : ratios) ratio = std::exp(ratio);
  return levels_of_ratios(request, ratios, [](double t) { return std::floor(t); });
}

void register_exponential(ScheduleSetup& setup) { setup.add({.name = "exponential", .points = exponential_points}); }

}  // namespace heddle::diffusion
