// Names of lanes' presets and of the layers, in the window's language. Used by LaneEditor and LaneGrid. Pure functions.
#pragma once

#include <QString>
#include <string>

#include "graph/lane.h"

namespace heddle::ui {

[[nodiscard]] QString presetLabel(graph::LanePreset preset);
// The label of the preset that the lane is for a model of these layers; empty where it is none.
[[nodiscard]] QString presetLabelOf(const graph::Lane& lane, const graph::LaneLayers& layers);

// For readers of the screen: "down 1.0" in the window's language; a name of another kind as it is.
[[nodiscard]] QString layerName(const std::string& name);
// For the margin: "d1", "mid", "u2", the block alone.
[[nodiscard]] QString blockLabel(const std::string& name);

}  // namespace heddle::ui
