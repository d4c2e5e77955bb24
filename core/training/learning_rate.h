// The learning rate at a step: a linear warm-up, then constant or a half cosine down to the end. Used by the trainer.
// Pure function.
#pragma once

#include <cstdint>

namespace heddle::training {

struct LearningRate {
  enum class Schedule { constant, cosine };
  Schedule schedule = Schedule::constant;
  double peak = 1e-4;
  double end = 0;           // what the cosine reaches at the last step
  std::int64_t warmup = 0;  // steps
  std::int64_t steps = 1;   // of the whole run

  // Step 0 has peak / warmup, step warmup - 1 has peak.
  [[nodiscard]] double at(std::int64_t step) const;
};

}  // namespace heddle::training
