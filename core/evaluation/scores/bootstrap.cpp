#include "evaluation/scores/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "scenes/random.h"

namespace heddle::evaluation {

Interval bootstrap(std::size_t count, const Statistic& statistic, const BootstrapOptions& options) {
  scenes::Dice dice(options.seed, /*stream=*/0xb007);
  std::vector<std::size_t> samples(count);
  std::vector<double> estimates;
  for (int i = 0; i < options.resamples; ++i) {
    for (std::size_t& sample : samples) sample = static_cast<std::size_t>(dice.below(static_cast<int>(count)));
    const double estimate = statistic(samples);
    if (!std::isnan(estimate)) estimates.push_back(estimate);
  }
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  if (estimates.empty()) return {kNone, kNone};
  const double tail = (1 - options.confidence) / 2;
  return {quantile(estimates, tail), quantile(estimates, 1 - tail)};
}

double quantile(std::vector<double> values, double q) {
  std::ranges::sort(values);
  const double place = q * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  const double share = place - static_cast<double>(below);
  if (share == 0) return values[below];  // an infinite neighbour must not make it NaN
  return values[below] + (values[above] - values[below]) * share;
}

}  // namespace heddle::evaluation
