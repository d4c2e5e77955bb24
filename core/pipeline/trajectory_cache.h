// TrajectoryCache: finished and interrupted runs by what they started from, so that a change of a scale or guidance
// costs only the steps after the first one that it touches. Used by the sampler node. Thread rule: any thread.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "diffusion/trajectory.h"

namespace heddle::pipeline {

// Everything that a run depends on but scales and guidance. Inputs are held by pointer: equal content shares it.
struct RunIdentity {
  std::vector<std::shared_ptr<const void>> inputs;
  std::string settings;
  bool operator==(const RunIdentity&) const = default;
};

// What one step used: a row of scales for each conditioning term.
using StepScales = std::vector<std::vector<double>>;

struct CachedRun {
  RunIdentity identity;
  diffusion::Trajectory trajectory;
  std::vector<StepScales> scales_used;  // by step, as trajectory.guidance_used
  std::vector<at::Tensor> denoised;     // by step: the estimate of the clean latents after it
};

class TrajectoryCache final {
 public:
  explicit TrajectoryCache(std::size_t capacity = 8) : capacity_(capacity) {}

  // A copy (tensors are shared) of the newest run with this identity.
  [[nodiscard]] std::optional<CachedRun> find(const RunIdentity& identity);
  void put(CachedRun run);

 private:
  std::mutex mutex_;
  std::size_t capacity_;
  std::list<CachedRun> newest_first_;
};

}  // namespace heddle::pipeline
