// What the lane editor does to a lane, without a widget: telling its form, changing it, the presets. Presets are stored
// as explicit layers, so that a file says what was run. Used by LaneEditor. Pure functions: any thread.
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

#include "graph/param_value.h"

namespace heddle::ui {

// Cross-attention layers of Stable Diffusion 1.x in the order down, middle, up.
inline constexpr int kLayers = 16;

enum class LaneForm { number, range, curve, matrix };

// How the user sees this lane. `layers` is 1 for a lane that has no layers (guidance).
[[nodiscard]] LaneForm laneForm(const graph::Lane& lane, int layers);

// The lane brought into a form, keeping as much of what it says as the form can hold.
[[nodiscard]] graph::Lane withForm(const graph::Lane& lane, LaneForm form, int layers, int steps);

// The strength that one number stands for: the largest by size. Scaling keeps the pattern; a lane of zeros is filled.
[[nodiscard]] double laneStrength(const graph::Lane& lane);
[[nodiscard]] graph::Lane withStrength(const graph::Lane& lane, double strength);

enum class LanePreset { all, style, layout, styleAndLayout, easeIn, easeOut };

// style: the layers that carry colour and brush stroke; layout: those that place things (after cubiq's IPAdapter plus:
// t = 0..3 and 9..15, and t = 4 at a quarter with t = 5). Ease presets are curves over the steps.
[[nodiscard]] graph::Lane lanePreset(LanePreset preset, double strength, int steps);

// The preset that this lane is, told by its values; empty where it is none.
[[nodiscard]] QString lanePresetName(const graph::Lane& lane);
[[nodiscard]] QString presetLabel(LanePreset preset);

// "d0" … "mid" … "u3" of a layer.
[[nodiscard]] QString layerName(int layer);

}  // namespace heddle::ui
