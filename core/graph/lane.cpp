#include "graph/lane.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace heddle::graph {
namespace {

constexpr double kStartOfRange = 0.6;   // where a new span ends
constexpr double kSameShape = 1e-3;     // tolerance of values that were rounded in a file
constexpr double kRampDigits = 1000.0;  // a ramp's values have three decimals
constexpr std::array kNamedPresets = {LanePreset::style, LanePreset::layout, LanePreset::style_and_layout,
                                      LanePreset::ease_in, LanePreset::ease_out};

Lane scaled(Lane lane, double factor) {
  for (auto& row : lane.values) {
    for (double& value : row) value *= factor;
  }
  return lane;
}

Lane ramp(int steps, bool rising) {
  Lane lane;
  lane.values.assign(1, {});
  const int count = std::max(2, steps);
  for (int i = 0; i < count; ++i) {
    const double share = static_cast<double>(i) / (count - 1);
    lane.values[0].push_back(std::round((rising ? share : 1.0 - share) * kRampDigits) / kRampDigits);
  }
  return lane;
}

// A value for each row and column, with zeros outside the span.
Lane spread(const Lane& lane, int rows, int columns) {
  Lane out = lane;
  out.values.assign(static_cast<std::size_t>(rows), std::vector<double>(static_cast<std::size_t>(columns)));
  for (std::size_t row = 0; row < out.values.size(); ++row) {
    for (int column = 0; column < columns; ++column) {
      const auto step = static_cast<std::size_t>(column);
      out.values[row][step] = holds_at(lane, column, columns) ? lane.at(row, step) : 0.0;
    }
  }
  out.start = 0.0;
  out.end = 1.0;
  return out;
}

bool is_close(const Lane& a, const Lane& b) {
  if (a.start != b.start || a.end != b.end || a.values.size() != b.values.size()) return false;
  for (std::size_t row = 0; row < a.values.size(); ++row) {
    const auto near = [](double x, double y) { return std::abs(x - y) <= kSameShape * std::max(1.0, std::abs(y)); };
    if (!std::ranges::equal(a.values[row], b.values[row], near)) return false;
  }
  return true;
}

}  // namespace

Lane Lane::per_layer(const std::vector<double>& layers) {
  Lane lane;
  lane.values.clear();
  for (const double value : layers) lane.values.push_back({value});
  return lane;
}

bool Lane::is_scalar() const {
  return values.size() == 1 && values.front().size() == 1 && mask.empty() && start == 0.0 && end == 1.0;
}

double Lane::at(std::size_t layer, std::size_t step) const {
  if (values.empty()) return 0.0;
  const std::vector<double>& row = values[std::min(layer, values.size() - 1)];
  return row.empty() ? 0.0 : row[std::min(step, row.size() - 1)];
}

bool holds_at(const Lane& lane, int step, int total) {
  const double place = static_cast<double>(step) / total;
  return place >= lane.start && (place < lane.end || lane.end >= 1.0);
}

std::optional<Lane> merged(const Lane& before, const Lane& after, const MergePoint& at) {
  if (before.mask != after.mask || at.total <= 0) return std::nullopt;
  const auto value = [&](const Lane& lane, std::size_t layer, int step) {
    const bool holds = !at.has_spans || holds_at(lane, step, at.total);
    return holds ? lane.at(layer, static_cast<std::size_t>(step)) : 0.0;
  };
  Lane made;
  made.mask = after.mask;
  made.values.assign(std::max({before.values.size(), after.values.size(), std::size_t{1}}), {});
  for (std::size_t layer = 0; layer < made.values.size(); ++layer) {
    for (int step = 0; step < at.total; ++step) {
      made.values[layer].push_back(value(step < at.step ? before : after, layer, step));
    }
  }
  return made;
}

LaneForm form_of(const Lane& lane, int layers) {
  const bool has_rows = lane.values.size() > 1;
  const bool has_columns = std::ranges::any_of(lane.values, [](const auto& row) { return row.size() > 1; });
  if (has_rows && layers > 1) return LaneForm::matrix;
  if (has_columns || has_rows) return LaneForm::curve;
  return lane.start != 0.0 || lane.end != 1.0 ? LaneForm::range : LaneForm::number;
}

Lane with_form(const Lane& lane, LaneForm form, int layers, int steps) {
  Lane out = lane;
  switch (form) {
    case LaneForm::number:
      out.values = {{peak_of(lane)}};
      out.start = 0.0;
      out.end = 1.0;
      return out;
    case LaneForm::range:
      out.values = {{peak_of(lane)}};
      if (out.start == 0.0 && out.end == 1.0) out.end = kStartOfRange;
      return out;
    case LaneForm::curve: return spread(lane, 1, std::max(1, steps));
    case LaneForm::matrix: return spread(lane, std::max(1, layers), std::max(1, steps));
  }
  return out;
}

double peak_of(const Lane& lane) {
  double strongest = 0.0;
  for (const auto& row : lane.values) {
    for (const double value : row) {
      if (std::abs(value) > std::abs(strongest)) strongest = value;
    }
  }
  return strongest;
}

Lane with_peak(const Lane& lane, double peak) {
  const double before = peak_of(lane);
  const bool is_flat = lane.values.size() == 1 && lane.values.front().size() == 1;
  if (before != 0.0 && !is_flat) return scaled(lane, peak / before);
  Lane out = lane;
  for (auto& row : out.values) std::fill(row.begin(), row.end(), peak);
  return out;
}

Lane lane_preset(LanePreset preset, const LaneLayers& layers, double strength, int steps) {
  switch (preset) {
    case LanePreset::all: return Lane::scalar(strength);
    case LanePreset::style: return scaled(Lane::per_layer(layers.style), strength);
    case LanePreset::layout: return scaled(Lane::per_layer(layers.layout), strength);
    case LanePreset::style_and_layout: {
      std::vector<double> both = layers.style;
      for (std::size_t i = 0; i < both.size(); ++i) both[i] = std::max(both[i], layers.layout[i]);
      return scaled(Lane::per_layer(both), strength);
    }
    case LanePreset::ease_in: return scaled(ramp(steps, true), strength);
    case LanePreset::ease_out: return scaled(ramp(steps, false), strength);
  }
  return Lane::scalar(strength);
}

std::optional<LanePreset> preset_of(const Lane& lane, const LaneLayers& layers) {
  const double strength = peak_of(lane);
  if (strength == 0.0 || lane.values.empty()) return std::nullopt;
  const int steps = static_cast<int>(lane.values.front().size());
  for (const LanePreset preset : kNamedPresets) {
    if (needs_layers(preset) && !layers.has_presets()) continue;
    if (is_close(lane, lane_preset(preset, layers, strength, steps))) return preset;
  }
  return std::nullopt;
}

}  // namespace heddle::graph
