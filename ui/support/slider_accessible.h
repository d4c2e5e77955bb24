// Tells screen readers a ValueSlider's value, bounds and step, and lets them set it. Used by ValueSlider alone.
#pragma once

namespace heddle::ui {

// Once per process is enough; more calls do nothing.
void installSliderAccessibility();

}  // namespace heddle::ui
