// karras - Equal parts in sigma^(1/7) (Karras et al. 2022, equation 5, rho 7), over the range that the model was
// trained on: more of the steps go to the fine end.
#include <cmath>

#include "diffusion/schedules/points.h"

namespace heddle::diffusion {

static Result<std::vector<NoiseLevel>> karras_points(const ScheduleRequest& request) {
  constexpr double kRho = 7;
  std::vector<double> karras_sigmas =
      evenly_spaced(std::pow(request.table.karras_sigma_max(), 1 / kRho),
                    std::pow(request.table.karras_sigma_min(), 1 / kRho), request.steps);
  for (double& karras_sigma : karras_sigmas) karras_sigma = std::pow(karras_sigma, kRho);
  return levels_of_karras_sigmas(request, karras_sigmas, round_half_even);
}

void register_karras(ScheduleSetup& setup) { setup.add({.name = "karras", .points = karras_points}); }

}  // namespace heddle::diffusion
