// exponential - Equal parts in the logarithm of sigma (k-diffusion's get_sigmas_exponential), over the range that the
// model was trained on. Whole timesteps are cut off, not rounded, as the reference does here.
#include <cmath>

#include "diffusion/schedules/points.h"

namespace heddle::diffusion {

static Result<std::vector<NoiseLevel>> exponential_points(const ScheduleRequest& request) {
  std::vector<double> karras_sigmas = evenly_spaced(std::log(request.table.karras_sigma_max()),
                                                    std::log(request.table.karras_sigma_min()), request.steps);
  for (double& karras_sigma : karras_sigmas) karras_sigma = std::exp(karras_sigma);
  return levels_of_karras_sigmas(request, karras_sigmas, [](double t) { return std::floor(t); });
}

void register_exponential(ScheduleSetup& setup) { setup.add({.name = "exponential", .points = exponential_points}); }

}  // namespace heddle::diffusion
