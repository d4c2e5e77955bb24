// Exposes a ValueSlider's value, bounds and step to screen readers, and lets them set it. Used by ValueSlider alone.
// Window thread only.
#pragma once

namespace heddle::ui {

// Once per process is enough; more calls do nothing.
void installSliderAccessibility();

}  // namespace heddle::ui
