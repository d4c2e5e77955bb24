#include "diffusion/schedule.h"

#include <fmt/ranges.h>

namespace heddle::diffusion {
namespace {

const ScheduleSetup& schedules() {
  static const ScheduleSetup setup = [] {
    ScheduleSetup filled;
    register_all_schedules(filled);
    return filled;
  }();
  return setup;
}

}  // namespace

std::vector<std::string_view> schedule_names() {
  std::vector<std::string_view> names;
  for (const Schedule& schedule : schedules().all()) names.push_back(schedule.name);
  return names;
}

Result<const Schedule*> find_schedule(std::string_view name) {
  for (const Schedule& schedule : schedules().all()) {
    if (schedule.name == name) return &schedule;
  }
  return fail(ErrorKind::not_found, "[schedule.find] there is no schedule '{}'; known are {}", name,
              fmt::join(schedule_names(), ", "));
}

}  // namespace heddle::diffusion
