#include "evaluation/scores/estimates.h"

#include <limits>
#include <numeric>

#include "evaluation/scores/clip_scores.h"

namespace heddle::evaluation {

Estimate estimate_of(Samples samples, const Statistic& statistic) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  if (samples.empty()) return {kNone, {kNone, kNone}};
  std::vector<std::size_t> all(samples.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return {statistic(all), bootstrap(samples.size(), statistic)};
}

std::vector<double> scores_of(Samples samples, const std::string& score) {
  std::vector<double> values;
  values.reserve(samples.size());
  for (const Sample& sample : samples) values.push_back(sample.score(score));
  return values;
}

double mean_over(const std::vector<double>& values, std::span<const std::size_t> samples) {
  double sum = 0;
  for (const std::size_t sample : samples) sum += values[sample];
  return sum / static_cast<double>(samples.size());
}

Estimate mean_of(Samples samples, const std::string& score) {
  const std::vector<double> values = scores_of(samples, score);
  return estimate_of(samples, [&](std::span<const std::size_t> chosen) { return mean_over(values, chosen); });
}

Estimate median_of(Samples samples, const std::string& score) {
  const std::vector<double> values = scores_of(samples, score);
  return estimate_of(samples, [&](std::span<const std::size_t> chosen) {
    std::vector<double> some;
    for (const std::size_t sample : chosen) some.push_back(values[sample]);
    return quantile(std::move(some), 0.5);
  });
}

Estimate ratio_of_means(Samples samples, const std::string& above, const std::string& below) {
  const std::vector<double> a = scores_of(samples, above), b = scores_of(samples, below);
  return estimate_of(samples,
                     [&](std::span<const std::size_t> chosen) { return mean_over(a, chosen) / mean_over(b, chosen); });
}

Estimate mean_share_of_way(Samples samples, const std::string& cosine, const std::string& random) {
  const std::vector<double> a = scores_of(samples, cosine), b = scores_of(samples, random);
  return estimate_of(samples, [&](std::span<const std::size_t> chosen) {
    return share_of_way(mean_over(a, chosen), mean_over(b, chosen));
  });
}

Estimate difference_of_means(Samples samples, const std::string& a, const std::string& b) {
  const std::vector<double> x = scores_of(samples, a), y = scores_of(samples, b);
  return estimate_of(samples,
                     [&](std::span<const std::size_t> chosen) { return mean_over(x, chosen) - mean_over(y, chosen); });
}

Estimate times(Estimate estimate, double factor) {
  return {estimate.value * factor, {estimate.interval.low * factor, estimate.interval.high * factor}};
}

Metric with_estimate(Metric metric, const Estimate& estimate, Samples samples) {
  metric.value = estimate.value;
  metric.interval = estimate.interval;
  metric.samples = samples.size();
  return metric;
}

}  // namespace heddle::evaluation
