#include "diffusion/trajectory.h"

#include <algorithm>
#include <utility>

namespace heddle::diffusion {

Trajectory Trajectory::begin(at::Tensor x, std::int64_t noise_position) {
  Trajectory trajectory;
  trajectory.points.push_back({.x = std::move(x), .state = {}, .noise_position = noise_position});
  return trajectory;
}

void Trajectory::rewind(int k) {
  const auto kept = static_cast<std::size_t>(std::max(k, 0));
  if (points.size() > kept + 1) points.resize(kept + 1);
  if (guidance_used.size() > kept) guidance_used.resize(kept);
}

}  // namespace heddle::diffusion
