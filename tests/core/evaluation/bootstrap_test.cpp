#include "evaluation/scores/bootstrap.h"
#include "evaluation/scores/estimates.h"

#include <cmath>

#include "support/golden.h"

#include "support/test.h"

namespace heddle::evaluation {

namespace {

std::vector<double> values_in(const testing::Golden& golden, const std::string& name) {
  std::vector<double> values;
  for (std::int64_t i = 0; i < golden[name].size(0); ++i) values.push_back(golden[name][i].item<double>());
  return values;
}

std::vector<Sample> items_with(const std::vector<std::map<std::string, double>>& scores) {
  std::vector<Sample> samples;
  for (const auto& one : scores) samples.push_back({"", {}, one});
  return samples;
}

}  // namespace

TEST_CASE("the interval is numpy's quantiles of the same resamples") {
  const testing::Golden golden = testing::read_golden("evaluation/scores.safetensors");
  const std::vector<double> values = values_in(golden, "values");
  const Interval interval = bootstrap(
      values.size(), [&](std::span<const std::size_t> samples) { return mean_over(values, samples); }, {.seed = 7});
  CHECK(interval.low == doctest::Approx(golden["interval_7"][0].item<double>()).epsilon(1e-12));
  CHECK(interval.high == doctest::Approx(golden["interval_7"][1].item<double>()).epsilon(1e-12));
}

TEST_CASE("quantiles are numpy's") {
  const testing::Golden golden = testing::read_golden("evaluation/scores.safetensors");
  const std::vector<double> values = values_in(golden, "values"), wanted = values_in(golden, "quantiles");
  const double places[] = {0, 0.025, 0.1, 0.5, 0.9, 0.975, 1};
  for (std::size_t i = 0; i < wanted.size(); ++i)
    CHECK(quantile(values, places[i]) == doctest::Approx(wanted[i]).epsilon(1e-12));
}

TEST_CASE("items that are all alike leave no room, and a resample without a number is left out") {
  const auto samples = items_with({{{"x", 0.5}}, {{"x", 0.5}}});
  const Estimate mean = mean_of(samples, "x");
  CHECK(mean.value == 0.5);
  CHECK(mean.interval.low == 0.5);
  CHECK(mean.interval.high == 0.5);
  const Interval some = bootstrap(4, [](std::span<const std::size_t> chosen) { return chosen[0] == 0 ? NAN : 2.0; });
  CHECK(some.low == 2.0);
  CHECK(std::isnan(mean_of(samples, "absent").value));
  CHECK(std::isnan(mean_of({}, "x").value));
}

TEST_CASE("ratio, difference and share of the way are of the means, not means of them") {
  const auto samples = items_with({{{"a", 0.2}, {"b", 0.4}}, {{"a", 0.6}, {"b", 0.6}}});
  CHECK(ratio_of_means(samples, "a", "b").value == doctest::Approx(0.8));
  CHECK(difference_of_means(samples, "a", "b").value == doctest::Approx(-0.1));
  CHECK(mean_share_of_way(samples, "b", "a").value == doctest::Approx((0.5 - 0.4) / (1 - 0.4)));
  CHECK(median_of(samples, "a").value == doctest::Approx(0.4));
}

}  // namespace heddle::evaluation
