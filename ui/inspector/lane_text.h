// Names of lanes' presets and of the layers. Used by LaneEditor and LaneGrid. Pure functions.
#pragma once

#include <QString>

#include "graph/lane.h"

namespace heddle::ui {

// Cross-attention layers of Stable Diffusion 1.x in the order down, middle, up.
inline constexpr int kLayers = 16;

[[nodiscard]] QString presetLabel(graph::LanePreset preset);
// The label of the preset that the lane is; empty where it is none.
[[nodiscard]] QString presetLabelOf(const graph::Lane& lane);

// "d0" … "mid" … "u3" of a layer.
[[nodiscard]] QString layerName(int layer);

}  // namespace heddle::ui
