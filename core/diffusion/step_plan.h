// StepPlan: sampler and schedule laid out as the steps of one run. Used by the callers of a run and by denoise_loop. A
// plain value.
#pragma once

#include <ATen/core/Tensor.h>

#include <string>
#include <vector>

#include "base/result.h"
#include "diffusion/sampler.h"

namespace heddle::diffusion {

struct PlanRequest {
  std::string sampler = "ddim";
  std::string schedule{};  // empty = from the model's files, else the sampler's default
  int steps = 30;          // points of the whole schedule
  int first = 0;           // point to start at, for image-to-image: see first_point
};

struct StepPlan {
  const Sampler* sampler = nullptr;
  std::string schedule{};
  std::vector<Step> steps{};  // PNDM has one more than its points
  double noise_scale = 1;     // x at the start = noise_scale * unit noise

  // x to start from, without and with a picture: (batch, channels, height, width), of noise's dtype and device.
  [[nodiscard]] at::Tensor start(const at::Tensor& noise) const;
  [[nodiscard]] at::Tensor start_from(const at::Tensor& init_latents, const at::Tensor& noise) const;
};

Result<StepPlan> plan_steps(const PlanRequest& request, const NoiseSchedule& table);

// Image-to-image's rule (Meng et al. 2021, diffusers' count): strength in [0, 1] keeps the last int(steps * strength)
// points. Strength 0 keeps none and returns the image unchanged.
int first_point(int steps, double strength);

// How many of the last points a strength keeps, as programs count, and how noisy the picture starts.
enum class StrengthRule {
  diffusers,  // int(steps * strength)
  a1111,      // int(steps * min(strength, 0.999)) + 1
  ldm         // int(steps * strength), from the noise of the point before the first
};

struct StartPoint {
  int first = 0;  // the point to start at
  int noise = 0;  // the point whose noise the picture gets
};
StartPoint start_point(int steps, double strength, StrengthRule rule);

// alpha init_latents + sigma noise: init_latents noised to a level.
at::Tensor add_noise(const at::Tensor& init_latents, const at::Tensor& noise, const NoiseLevel& level);

}  // namespace heddle::diffusion
