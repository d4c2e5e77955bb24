// Trajectory: the x of a run after each step, so that it can stop, resume with other settings, rewind and branch. Used
// by denoise_loop and the trajectory cache. A value: copies share the tensors, which are read-only. 64 KiB a tensor at
// 512 x 512.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "diffusion/guidance.h"
#include "diffusion/sampler.h"

namespace heddle::diffusion {

// Everything that the next step depends on, besides the conditions.
struct TrajectoryPoint {
  at::Tensor x;  // (batch, channels, height, width), fp32
  SamplerState state;
  std::int64_t noise_position = 0;
};

struct Trajectory {
  std::vector<TrajectoryPoint> points;       // points[k] is x before step k; points[0] is the start
  std::vector<GuidanceValue> guidance_used;  // by step: replaying these gives the same bits

  // A run that has not begun: x from StepPlan::start or start_from, and the noise that was drawn until then.
  static Trajectory begin(at::Tensor x, std::int64_t noise_position);

  [[nodiscard]] int steps_done() const { return static_cast<int>(points.size()) - 1; }
  [[nodiscard]] const at::Tensor& x() const { return points.back().x; }

  // Forgets what comes after step k, so that the next run continues from there. k beyond the end changes nothing.
  void rewind(int k);
};

}  // namespace heddle::diffusion
