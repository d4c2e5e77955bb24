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

std::vector<Level> levels_at(const ScheduleRequest& request, const std::vector<double>& timesteps) {
  std::vector<Level> levels;
  levels.reserve(timesteps.size());
  for (const double wanted : timesteps) {
    const double t = std::clamp(wanted, 0.0, static_cast<double>(request.table.size() - 1));
    // Only the strided samplers can start from no picture at all (zero terminal SNR), so only they see alpha 0.
    levels.push_back(request.grid == Grid::strides ? request.table.level(static_cast<int>(t))
                                                   : Level::from_ratio(t, request.table.ratio_at(t)));
  }
  return levels;
}

std::vector<Level> levels_of_ratios(const ScheduleRequest& request, const std::vector<double>& ratios,
                                    WholeTimestep whole) {
  std::vector<Level> levels;
  levels.reserve(ratios.size());
  for (const double ratio : ratios) {
    const double t = request.table.t_of_ratio(ratio);
    levels.push_back(Level::from_ratio(request.grid == Grid::continuous ? t : whole(t), ratio));
  }
  return levels;
}

}  // namespace heddle::diffusion
