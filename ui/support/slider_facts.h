// What a slider for a number spans. A description's range says what is allowed ("steps 1 to 1000"); the track spans the
// part that is used ("4 to 60"). Used by number and lane editors. Pure functions.
#pragma once

#include "graph/param_spec.h"
#include "support/value_slider.h"

namespace heddle::ui {

[[nodiscard]] SliderRange sliderRange(const graph::ParamSpec& spec);
// Whether a track helps; sizes in pixels and counts are typed.
[[nodiscard]] bool wantsTrack(const graph::ParamSpec& spec);

}  // namespace heddle::ui
