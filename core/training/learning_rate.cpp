#include "training/learning_rate.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace heddle::training {

double LearningRate::at(std::int64_t step) const {
  if (step < warmup) return peak * static_cast<double>(step + 1) / static_cast<double>(warmup);
  if (schedule == Schedule::constant) return peak;
  const double span = static_cast<double>(std::max<std::int64_t>(steps - 1 - warmup, 1));
  const double progress = std::min(static_cast<double>(step - warmup) / span, 1.0);
  return end + (peak - end) * 0.5 * (1.0 + std::cos(std::numbers::pi * progress));
}

}  // namespace heddle::training
