#include "inspector/lane_shape.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <cmath>

namespace heddle::ui {
namespace {

constexpr int kDown = 6;  // layers before the middle one
const LanePreset kPresets[] = {LanePreset::style, LanePreset::layout, LanePreset::styleAndLayout, LanePreset::easeIn,
                               LanePreset::easeOut};

std::vector<double> styleLayers() { return {1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1}; }
std::vector<double> layoutLayers() { return {0, 0, 0, 0, 0.25, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}; }

graph::Lane scaledBy(graph::Lane lane, double factor) {
  for (auto& row : lane.values) {
    for (double& value : row) value *= factor;
  }
  return lane;
}

graph::Lane ramp(int steps, bool rising) {
  graph::Lane lane;
  lane.values.assign(1, {});
  const int count = std::max(2, steps);
  for (int i = 0; i < count; ++i) {
    const double share = static_cast<double>(i) / (count - 1);
    lane.values[0].push_back(std::round((rising ? share : 1.0 - share) * 1000.0) / 1000.0);
  }
  return lane;
}

graph::Lane spread(const graph::Lane& lane, int rows, int columns) {
  graph::Lane out = lane;
  out.values.assign(static_cast<std::size_t>(rows), std::vector<double>(static_cast<std::size_t>(columns)));
  for (std::size_t row = 0; row < out.values.size(); ++row) {
    for (std::size_t column = 0; column < out.values[row].size(); ++column) {
      const double share = (static_cast<double>(column) + 0.5) / columns;
      const bool holds = share >= lane.start && share <= lane.end;
      out.values[row][column] = holds ? lane.at(row, column) : 0.0;
    }
  }
  out.start = 0.0;
  out.end = 1.0;
  return out;
}

bool isClose(const graph::Lane& a, const graph::Lane& b) {
  if (a.start != b.start || a.end != b.end || a.values.size() != b.values.size()) return false;
  for (std::size_t row = 0; row < a.values.size(); ++row) {
    if (a.values[row].size() != b.values[row].size()) return false;
    for (std::size_t i = 0; i < a.values[row].size(); ++i) {
      if (std::abs(a.values[row][i] - b.values[row][i]) > 1e-3 * std::max(1.0, std::abs(b.values[row][i])))
        return false;
    }
  }
  return true;
}

}  // namespace

LaneForm laneForm(const graph::Lane& lane, int layers) {
  const bool hasRows = lane.values.size() > 1;
  const bool hasColumns =
      std::any_of(lane.values.begin(), lane.values.end(), [](const auto& r) { return r.size() > 1; });
  if (hasRows && layers > 1) return LaneForm::matrix;
  if (hasColumns || hasRows) return LaneForm::curve;
  return lane.start != 0.0 || lane.end != 1.0 ? LaneForm::range : LaneForm::number;
}

graph::Lane withForm(const graph::Lane& lane, LaneForm form, int layers, int steps) {
  graph::Lane out = lane;
  switch (form) {
    case LaneForm::number:
      out.values = {{laneStrength(lane)}};
      out.start = 0.0;
      out.end = 1.0;
      return out;
    case LaneForm::range:
      out.values = {{laneStrength(lane)}};
      if (out.start == 0.0 && out.end == 1.0) out.end = 0.6;
      return out;
    case LaneForm::curve:
      return spread(lane, 1, std::max(1, steps));
    case LaneForm::matrix:
      return spread(lane, std::max(1, layers), std::max(1, steps));
  }
  return out;
}

double laneStrength(const graph::Lane& lane) {
  double strongest = 0.0;
  for (const auto& row : lane.values) {
    for (const double value : row) {
      if (std::abs(value) > std::abs(strongest)) strongest = value;
    }
  }
  return strongest;
}

graph::Lane withStrength(const graph::Lane& lane, double strength) {
  const double before = laneStrength(lane);
  const bool isFlat = lane.values.size() == 1 && lane.values.front().size() == 1;
  if (before != 0.0 && !isFlat) return scaledBy(lane, strength / before);
  graph::Lane out = lane;
  for (auto& row : out.values) std::fill(row.begin(), row.end(), strength);
  return out;
}

graph::Lane lanePreset(LanePreset preset, double strength, int steps) {
  switch (preset) {
    case LanePreset::all:
      return graph::Lane::scalar(strength);
    case LanePreset::style:
      return scaledBy(graph::Lane::per_layer(styleLayers()), strength);
    case LanePreset::layout:
      return scaledBy(graph::Lane::per_layer(layoutLayers()), strength);
    case LanePreset::styleAndLayout: {
      std::vector<double> both = styleLayers();
      const std::vector<double> layout = layoutLayers();
      for (std::size_t i = 0; i < both.size(); ++i) both[i] = std::max(both[i], layout[i]);
      return scaledBy(graph::Lane::per_layer(both), strength);
    }
    case LanePreset::easeIn:
      return scaledBy(ramp(steps, true), strength);
    case LanePreset::easeOut:
      return scaledBy(ramp(steps, false), strength);
  }
  return graph::Lane::scalar(strength);
}

QString lanePresetName(const graph::Lane& lane) {
  const double strength = laneStrength(lane);
  if (strength == 0.0 || lane.values.empty()) return {};
  const int steps = static_cast<int>(lane.values.front().size());
  for (const LanePreset preset : kPresets) {
    if (isClose(lane, lanePreset(preset, strength, steps))) return presetLabel(preset);
  }
  return {};
}

QString presetLabel(LanePreset preset) {
  switch (preset) {
    case LanePreset::all:
      return QCoreApplication::translate("lanes", "all");
    case LanePreset::style:
      return QCoreApplication::translate("lanes", "style");
    case LanePreset::layout:
      return QCoreApplication::translate("lanes", "layout");
    case LanePreset::styleAndLayout:
      return QCoreApplication::translate("lanes", "style + layout");
    case LanePreset::easeIn:
      return QCoreApplication::translate("lanes", "ease in");
    case LanePreset::easeOut:
      return QCoreApplication::translate("lanes", "ease out");
  }
  return {};
}

QString layerName(int layer) {
  if (layer < kDown) return QString("d%1").arg(layer / 2);
  if (layer == kDown) return QStringLiteral("mid");
  return QString("u%1").arg((layer - kDown - 1) / 3 + 1);
}

}  // namespace heddle::ui
