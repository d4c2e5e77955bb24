// Bootstrap intervals (Efron 1979, percentile method): how far an estimate varies with other samples of the same kind.
// Used by the experiments. Pure functions: the same seed gives the same interval on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace heddle::evaluation {

struct Interval {
  double low = 0, high = 0;
};

struct BootstrapOptions {
  int resamples = 2000;
  double confidence = 0.95;
  std::uint64_t seed = 1;
};

// An estimate from the samples with these numbers; numbers may repeat.
using Statistic = std::function<double(std::span<const std::size_t> samples)>;

// Draws `count` of `count` samples with replacement, `resamples` times. Resamples whose estimate is no number are left
// out; the whole interval is NaN where all are. Requires: count >= 1.
Interval bootstrap(std::size_t count, const Statistic& statistic, const BootstrapOptions& options = {});

// The q-quantile, linear between neighbours as numpy.quantile has it. Requires: values not empty, q in [0, 1].
double quantile(std::vector<double> values, double q);

}  // namespace heddle::evaluation
