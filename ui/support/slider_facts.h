// The span of a number's slider. A description's range states what is allowed ("steps 1 to 1000"); the track spans the
// usual part ("4 to 60"). Used by number and lane editors. Pure functions.
#pragma once

#include "graph/param_spec.h"
#include "support/value_slider.h"

namespace heddle::ui {

[[nodiscard]] SliderRange sliderRange(const graph::ParamSpec& spec);
// Whether a track helps; sizes in pixels and counts are typed.
[[nodiscard]] bool wantsTrack(const graph::ParamSpec& spec);

}  // namespace heddle::ui
