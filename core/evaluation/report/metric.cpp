#include "evaluation/report/metric.h"

#include <fmt/format.h>

#include <cmath>

namespace heddle::evaluation {

namespace {

std::string number_of(double value, Unit unit) {
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  switch (unit) {
    case Unit::percent:
    case Unit::one_decimal: return fmt::format("{:.1f}", value);
    case Unit::decibel: return fmt::format("{:.2f}", value);
    case Unit::plain: return fmt::format("{:.3f}", value);
    case Unit::yes_no: return value > 0.5 ? "yes" : "no";
  }
  return {};
}

const char* suffix_of(Unit unit) {
  if (unit == Unit::percent) return " %";
  return unit == Unit::decibel ? " dB" : "";
}

}  // namespace

bool Metric::reaches(const std::optional<double>& limit) const {
  if (!limit || !measured()) return false;
  return limits.smaller_is_better ? value <= *limit : value >= *limit;
}

std::string text_of(double value, Unit unit) {
  return std::isnan(value) ? "-" : number_of(value, unit) + suffix_of(unit);
}

std::string interval_text(const Metric& metric) {
  if (std::isnan(metric.interval.low) || metric.unit == Unit::yes_no) return {};
  return fmt::format("{} to {}{}", number_of(metric.interval.low, metric.unit),
                     number_of(metric.interval.high, metric.unit), suffix_of(metric.unit));
}

std::string limit_text(const std::optional<double>& limit, const Metric& metric) {
  if (!limit) return {};
  if (metric.unit == Unit::yes_no) return "yes";
  return fmt::format("{} {}", metric.limits.smaller_is_better ? "<=" : ">=", text_of(*limit, metric.unit));
}

std::string verdict_of(const Metric& metric) {
  if (!metric.judged()) return metric.missing.empty() ? "" : "not there";
  if (!metric.missing.empty()) return "not there";
  if (metric.reaches_goal()) return "goal";
  return metric.met() ? "met" : "NOT MET";
}

}  // namespace heddle::evaluation
