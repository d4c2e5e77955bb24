#include "diffusion/sampler.h"

#include <ATen/core/Tensor.h>
#include <fmt/ranges.h>

#include <utility>

namespace heddle::diffusion {
namespace {

const SamplerSetup& samplers() {
  static const SamplerSetup setup = [] {
    SamplerSetup filled;
    register_all_samplers(filled);
    return filled;
  }();
  return setup;
}

}  // namespace

void SamplerState::remember(const NoiseLevel& level, at::Tensor value, std::size_t kept) {
  if (outputs.size() >= kept) outputs.erase(outputs.begin(), outputs.end() - static_cast<std::ptrdiff_t>(kept - 1));
  outputs.push_back({level, std::move(value)});
}

SamplerOptions SamplerOptions::from(const SchedulerConfig& config) {
  return {.clip_range = config.clip_sample ? config.clip_sample_range : 0, .timestep_scaling = config.timestep_scaling};
}

at::Tensor StepContext::clipped(const at::Tensor& denoised) const {
  return options.clip_range > 0 ? denoised.clamp(-options.clip_range, options.clip_range) : denoised;
}

std::vector<std::string_view> sampler_names() {
  std::vector<std::string_view> names;
  for (const Sampler& sampler : samplers().all()) names.push_back(sampler.name);
  return names;
}

Result<const Sampler*> find_sampler(std::string_view name) {
  for (const Sampler& sampler : samplers().all()) {
    if (sampler.name == name) return &sampler;
  }
  return fail(ErrorKind::not_found, "[sampler.find] there is no sampler '{}'; known are {}", name,
              fmt::join(sampler_names(), ", "));
}

}  // namespace heddle::diffusion
