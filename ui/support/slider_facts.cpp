#include "support/slider_facts.h"

#include <algorithm>

namespace heddle::ui {
namespace {

constexpr double kFarApart = 64.0;  // a wider range is typed, not dragged

double initialOf(const graph::ParamSpec& spec) {
  if (const auto* real = std::get_if<double>(&spec.initial)) return *real;
  if (const auto* whole = std::get_if<std::int64_t>(&spec.initial)) return static_cast<double>(*whole);
  if (const auto* lane = std::get_if<graph::Lane>(&spec.initial)) return lane->at(0, 0);
  return 0.0;
}

}  // namespace

SliderRange sliderRange(const graph::ParamSpec& spec) {
  SliderRange range;
  range.isWhole = spec.kind == graph::ParamKind::integer;
  range.initial = initialOf(spec);
  const double wide = range.isWhole ? 1e15 : 1e6;
  range.low = spec.minimum.value_or(-wide);
  range.high = spec.maximum.value_or(wide);
  range.softLow = spec.minimum.value_or(std::min(0.0, range.initial));
  range.softHigh = spec.maximum.value_or(std::max(1.0, range.initial * 2));
  const double span = range.softHigh - range.softLow;
  range.step = range.isWhole ? 1.0 : span <= 2.0 ? 0.01 : 0.1;
  if (spec.soft) {
    range.softLow = std::max(spec.soft->low, range.low);
    range.softHigh = std::min(spec.soft->high, range.high);
    range.step = spec.soft->step;
  }
  if (spec.slider_step) range.step = *spec.slider_step;
  return range;
}

bool wantsTrack(const graph::ParamSpec& spec) {
  if (spec.soft) return true;
  return spec.minimum && spec.maximum && *spec.maximum - *spec.minimum < kFarApart;
}

}  // namespace heddle::ui
