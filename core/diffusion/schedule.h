// Schedule: which noise levels a run of n steps visits. One file each under schedules/, registered in CMakeLists.txt.
// Used by plan_steps and by menus. The registry is constant after its first use: any thread.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "diffusion/noise_schedule.h"

namespace heddle::diffusion {

// How a sampler spaces its steps over the trained timesteps. The reference's sampler classes differ in this, and n
// steps of the "same" spacing are other timesteps for each.
enum class TimestepSpacing {
  strides,     // DDIM, PNDM: n whole timesteps
  intervals,   // multistep solvers: n + 1 whole timesteps, of which the last is left out
  continuous,  // Euler-type samplers: n points, which may be between trained timesteps
};

struct ScheduleRequest {
  const NoiseSchedule& table;
  TimestepSpacing spacing = TimestepSpacing::strides;
  int steps = 0;  // at least 1, at most the trained timesteps
};

// The levels that steps start from, noisiest first, `steps` of them.
using SchedulePoints = Result<std::vector<NoiseLevel>> (*)(const ScheduleRequest& request);

struct Schedule {
  std::string_view name;
  SchedulePoints points = nullptr;
  // The points are a fixed stride of trained timesteps apart, which PNDM needs and by which DDIM steps.
  bool strided = false;
  // Samplers after Karras start at noise of the first level's sigma; with this set, at noise of unit variance.
  bool starts_at_unit_variance = false;
};

class ScheduleSetup final {
 public:
  void add(Schedule schedule) { schedules_.push_back(schedule); }
  [[nodiscard]] const std::vector<Schedule>& all() const { return schedules_; }

 private:
  std::vector<Schedule> schedules_;
};

void register_all_schedules(ScheduleSetup& setup);

std::vector<std::string_view> schedule_names();
Result<const Schedule*> find_schedule(std::string_view name);

}  // namespace heddle::diffusion
