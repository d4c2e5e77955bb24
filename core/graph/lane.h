// Lane: a value that may differ by layer and by step, its span of steps, two lanes merged at a step, and the presets.
// Used by parameters, the sampler, branches and the lane editor. Plain values and pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "graph/lane_layers.h"

namespace heddle::graph {

//   values[row][column]: one row for all layers or one row a layer; one column for all steps or one column a step.
struct Lane {
  std::vector<std::vector<double>> values = {{1.0}};
  std::string mask;    // an image (path or content hash) whose grey multiplies the values by place; empty: everywhere
  double start = 0.0;  // the share of the steps, in [0, 1], from which the lane holds; outside it is 0
  double end = 1.0;

  static Lane scalar(double value) { return Lane{{{value}}, {}, 0.0, 1.0}; }
  static Lane per_layer(const std::vector<double>& layers);

  [[nodiscard]] bool is_scalar() const;
  // The value for a layer and a step; rows and columns beyond the lane's repeat its last. Ignores mask, start and end.
  [[nodiscard]] double at(std::size_t layer, std::size_t step) const;
  bool operator==(const Lane&) const = default;
};

// Whether the lane's span holds at a step, from 0, of `total`; where it does not, the lane is 0.
[[nodiscard]] bool holds_at(const Lane& lane, int step, int total);

struct MergePoint {
  int step = 0;           // the first that has the new values
  int total = 1;          // steps of the run
  bool has_spans = true;  // false: start and end of the lanes mean nothing (guidance)
};

// Merges two lanes: `before` up to the step, `after` from there on, as a value for each step. Nothing where their masks
// differ: a mask cannot change during a run.
[[nodiscard]] std::optional<Lane> merged(const Lane& before, const Lane& after, const MergePoint& at);

// How a lane is edited. number: one value. range: one value for a span of steps. curve: by step. matrix: by layer and
// step.
enum class LaneForm { number, range, curve, matrix };
// `layers` is 1 for a parameter that has no layers (guidance).
[[nodiscard]] LaneForm form_of(const Lane& lane, int layers);
// The lane in another form, which keeps as much of it as it can. Its span becomes zeros where the form has none.
[[nodiscard]] Lane with_form(const Lane& lane, LaneForm form, int layers, int steps);

// The largest value by size: what one slider shows. Scaling keeps the pattern; a lane of zeros is filled.
[[nodiscard]] double peak_of(const Lane& lane);
[[nodiscard]] Lane with_peak(const Lane& lane, double peak);

enum class LanePreset { all, style, layout, style_and_layout, ease_in, ease_out };

[[nodiscard]] constexpr bool needs_layers(LanePreset preset) {
  return preset == LanePreset::style || preset == LanePreset::layout || preset == LanePreset::style_and_layout;
}

// style and layout are the layers that the model has for them, stored as explicit layers, so that a file says what was
// run; they need `layers` that have presets; the others need none. Ease presets are curves over the steps.
[[nodiscard]] Lane lane_preset(LanePreset preset, const LaneLayers& layers, double strength, int steps);

// The preset that this lane is for a model of these layers, told by its values.
[[nodiscard]] std::optional<LanePreset> preset_of(const Lane& lane, const LaneLayers& layers);

}  // namespace heddle::graph
