// Scenes of the pages beside the graph: Compare, Plots, Paint. Used by scenes.cpp. The window's thread.
#pragma once

#include "ui/screens/stage.h"

namespace heddle::ui::screens {

// Four styles, the last one still forming.
void compareStyles(Stage& stage);
// The same as heat maps of their difference.
void compareDifferences(Stage& stage);
// A sweep over λ for three styles, the spread over seeds, and the cursor on it.
void showPlots(Stage& stage);
// A picture with an ellipse to change, and two variants, of which the original is shown.
void showPaint(Stage& stage);

}  // namespace heddle::ui::screens
