#include "diffusion/step_plan.h"

#include <ATen/TensorOperators.h>

#include <algorithm>
#include <utility>

namespace heddle::diffusion {
namespace {

NoiseLevel last_level(const Sampler& sampler, const NoiseSchedule& table) {
  const bool clean = sampler.final_sigma == FinalSigma::clean ||
                     (sampler.final_sigma == FinalSigma::configured && table.config().set_alpha_to_one);
  return clean ? NoiseLevel::clean() : table.level(0);
}

// DDIM and PNDM step by a fixed stride, whatever their next point is: for linspace the two differ a little.
NoiseLevel level_a_stride_on(const NoiseLevel& at, int points, const Sampler& sampler, const NoiseSchedule& table) {
  const int t = static_cast<int>(at.t) - table.size() / points;
  return t >= 0 ? table.level(t) : last_level(sampler, table);
}

std::vector<Step> steps_over(const std::vector<NoiseLevel>& points, const Sampler& sampler, bool strided,
                             const NoiseSchedule& table) {
  const int total = static_cast<int>(points.size());
  std::vector<Step> steps;
  for (int i = 0; i < total; ++i) {
    const NoiseLevel& at = points[static_cast<std::size_t>(i)];
    NoiseLevel next = i + 1 < total ? points[static_cast<std::size_t>(i + 1)] : last_level(sampler, table);
    if (strided && sampler.spacing == TimestepSpacing::strides) next = level_a_stride_on(at, total, sampler, table);
    steps.push_back({.at = at, .next = next, .from = at, .index = i, .total = total});
  }
  return steps;
}

// PNDM's warm-up: the second point is visited twice, first to redo the step that led to it.
void repeat_second(std::vector<Step>& steps, const NoiseSchedule& table) {
  if (steps.size() < 2) return;
  Step redo = steps[1];
  redo.next = redo.at;
  redo.from = table.level(static_cast<int>(redo.at.t) + table.size() / redo.total);
  steps.insert(steps.begin() + 1, redo);
}

std::string chosen_schedule(const PlanRequest& request, const Sampler& sampler, const NoiseSchedule& table) {
  if (!request.schedule.empty()) return request.schedule;
  const auto asked = find_schedule(table.config().schedule);
  // LCM's own selection and PNDM's strides override the file's spacing.
  const bool fits = asked && sampler.default_schedule != "lcm" && ((*asked)->strided || !sampler.strided_only);
  return std::string(fits ? (*asked)->name : sampler.default_schedule);
}

}  // namespace

Result<StepPlan> plan_steps(const PlanRequest& request, const NoiseSchedule& table) {
  auto sampler = find_sampler(request.sampler);
  if (!sampler) return forward(sampler);
  StepPlan plan{.sampler = *sampler, .schedule = chosen_schedule(request, **sampler, table)};
  auto schedule = find_schedule(plan.schedule);
  if (!schedule) return forward(schedule);
  if (plan.sampler->strided_only && !(*schedule)->strided) {
    return fail(ErrorKind::invalid_input,
                "[sampler.plan] '{}' needs equal strides, which '{}' has not; use leading, trailing or linspace",
                plan.sampler->name, plan.schedule);
  }
  if (request.steps < 1 || request.steps > table.size()) {
    return fail(ErrorKind::invalid_input, "[sampler.plan] {} steps; use 1 to {} (sampler '{}', schedule '{}')",
                request.steps, table.size(), plan.sampler->name, plan.schedule);
  }
  auto points = (*schedule)->points({.table = table, .spacing = plan.sampler->spacing, .steps = request.steps});
  if (!points) {
    return fail(points.error().kind, "{} (sampler '{}', schedule '{}')", points.error().message, plan.sampler->name,
                plan.schedule);
  }
  plan.steps = steps_over(*points, *plan.sampler, (*schedule)->strided, table);
  const int first = std::clamp(request.first, 0, request.steps);
  plan.steps.erase(plan.steps.begin(), plan.steps.begin() + first);
  // After the cut, so that a run from the middle has its warm-up too. The reference repeats before it cuts, and then
  // moves x by one stride too few.
  if (plan.sampler->repeats_second) repeat_second(plan.steps, table);
  if (plan.sampler->starts_at_sigma && !(*schedule)->starts_at_unit_variance) {
    plan.noise_scale = points->front().sigma;
  }
  return plan;
}

at::Tensor StepPlan::start(const at::Tensor& noise) const { return noise * noise_scale; }

at::Tensor StepPlan::start_from(const at::Tensor& init_latents, const at::Tensor& noise) const {
  return steps.empty() ? init_latents : add_noise(init_latents, noise, steps.front().at);
}

int first_point(int steps, double strength) {
  const double kept = std::clamp(steps * strength, 0.0, static_cast<double>(steps));
  return steps - static_cast<int>(kept);
}

StartPoint start_point(int steps, double strength, StrengthRule rule) {
  if (rule == StrengthRule::a1111) {
    constexpr double kMost = 0.999;
    const int first = strength <= 0 ? steps : std::max(0, first_point(steps, std::min(strength, kMost)) - 1);
    return {first, first};
  }
  const int first = first_point(steps, strength);
  return {first, rule == StrengthRule::ldm && first < steps ? std::max(0, first - 1) : first};
}

at::Tensor add_noise(const at::Tensor& init_latents, const at::Tensor& noise, const NoiseLevel& level) {
  return init_latents * level.alpha + noise * level.sigma;
}

}  // namespace heddle::diffusion
