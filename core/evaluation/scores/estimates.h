// Estimates from samples: means, ratios, shares of the way, each with its bootstrap interval over the samples. Used by
// the experiments' conclusions. Pure functions.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "evaluation/report/metric.h"
#include "evaluation/sample.h"
#include "evaluation/scores/bootstrap.h"

namespace heddle::evaluation {

using Samples = std::span<const Sample>;

struct Estimate {
  double value;  // NaN without samples
  Interval interval;
};

// The statistic of all samples, and its interval. Requires of `statistic`: a number for any selection that is not
// empty.
Estimate estimate_of(Samples samples, const Statistic& statistic);

// A column of the samples' scores.
std::vector<double> scores_of(Samples samples, const std::string& score);
double mean_over(const std::vector<double>& values, std::span<const std::size_t> samples);

Estimate mean_of(Samples samples, const std::string& score);
Estimate median_of(Samples samples, const std::string& score);
// Mean of one score over the mean of another.
Estimate ratio_of_means(Samples samples, const std::string& above, const std::string& below);
// share_of_way of the mean cosine, from the mean cosine of random pairs.
Estimate mean_share_of_way(Samples samples, const std::string& cosine, const std::string& random);
// Mean of `a` less mean of `b`.
Estimate difference_of_means(Samples samples, const std::string& a, const std::string& b);

// As a share (0 to 1) becomes per cent.
Estimate times(Estimate estimate, double factor);
// The metric with the estimate in it.
Metric with_estimate(Metric metric, const Estimate& estimate, Samples samples);

}  // namespace heddle::evaluation
