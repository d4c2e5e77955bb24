// Metric: one line of the table: what was measured, the result, and the limit and goal. Used by the experiments, which
// make it, and by the reports. A value.
#pragma once

#include <limits>
#include <optional>
#include <string>

#include "evaluation/scores/bootstrap.h"

namespace heddle::evaluation {

enum class Unit { percent, decibel, one_decimal, plain, yes_no };

// The recipe's limits of a metric. Without `at_least` it is informative only.
struct Limits {
  std::optional<double> at_least, goal;  // in the metric's unit; for yes_no 1
  bool smaller_is_better = false;
};

struct Metric {
  std::string id;    // as the recipe names it: "thing"
  std::string what;  // for the user
  Unit unit = Unit::percent;
  Limits limits = {};
  double value = std::numeric_limits<double>::quiet_NaN();  // in the metric's unit
  Interval interval = {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
  std::size_t samples = 0;
  std::string detail = {};   // more numbers, as text
  std::string missing = {};  // the file without which it could not be measured

  [[nodiscard]] bool measured() const { return value == value; }
  [[nodiscard]] bool judged() const { return limits.at_least.has_value(); }
  // A metric that could not be measured is not met.
  [[nodiscard]] bool met() const { return reaches(limits.at_least); }
  [[nodiscard]] bool reaches_goal() const { return reaches(limits.goal); }

 private:
  [[nodiscard]] bool reaches(const std::optional<double>& limit) const;
};

// "93.8 %", "31.2 dB", "yes"; "-" where there is no number.
std::string text_of(double value, Unit unit);
// "91.0 to 96.5 %", or nothing where there is none.
std::string interval_text(const Metric& metric);
// ">= 90.0 %", "<= 6.0", or nothing.
std::string limit_text(const std::optional<double>& limit, const Metric& metric);
// "goal", "met", "NOT MET", "not there", or nothing where nothing is asked.
std::string verdict_of(const Metric& metric);

}  // namespace heddle::evaluation
