#include "diffusion/schedules/points.h"

#include <algorithm>

namespace heddle::diffusion {

std::vector<double> evenly_spaced(double first, double last, int count) {
  std::vector<double> values(static_cast<std::size_t>(count), first);
  for (int i = 1; i < count; ++i) {
    values[static_cast<std::size_t>(i)] = first + (last - first) * i / (count - 1);
  }
  return values;
}

double round_half_even(double value) { return std::nearbyint(value); }

std::vector<NoiseLevel> levels_at(const ScheduleRequest& request, const std::vector<double>& timesteps) {
  std::vector<NoiseLevel> levels;
  levels.reserve(timesteps.size());
  for (const double wanted : timesteps) {
    const double t = std::clamp(wanted, 0.0, static_cast<double>(request.table.size() - 1));
    // Only the strided samplers can start from no picture at all (zero terminal SNR), so only they see alpha 0.
    levels.push_back(request.spacing == TimestepSpacing::strides
                         ? request.table.level(static_cast<int>(t))
                         : NoiseLevel::from_karras_sigma(t, request.table.karras_sigma_at(t)));
  }
  return levels;
}

std::vector<NoiseLevel> levels_of_karras_sigmas(const ScheduleRequest& request,
                                                const std::vector<double>& karras_sigmas, WholeTimestep whole) {
  std::vector<NoiseLevel> levels;
  levels.reserve(karras_sigmas.size());
  for (const double karras_sigma : karras_sigmas) {
    const double t = request.table.t_of_karras_sigma(karras_sigma);
    levels.push_back(
        NoiseLevel::from_karras_sigma(request.spacing == TimestepSpacing::continuous ? t : whole(t), karras_sigma));
  }
  return levels;
}

}  // namespace heddle::diffusion
