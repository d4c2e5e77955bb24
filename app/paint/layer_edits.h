// Changes of which layers a canvas has, and their order. Used by the layer list. Thread rule: pure functions.
#pragma once

#include "paint/canvas_state.h"

namespace heddle::paint {

// A clear layer above all others.
[[nodiscard]] CanvasState withPaintLayer(const CanvasState& state, const QString& name);
// A picture above all others, made smaller where the canvas has no room for it.
[[nodiscard]] CanvasState withImage(const CanvasState& state, const ImageLayer& image);
// A black mask; one of each purpose at most, so that one that is there already stays alone.
[[nodiscard]] CanvasState withMask(const CanvasState& state, MaskPurpose purpose);
// A picture layer `steps` higher, or lower where it is below 0, as far as it goes.
[[nodiscard]] CanvasState withMoved(const CanvasState& state, LayerId id, int steps);
// Without that layer; the last picture layer and the mask of what changes stay.
[[nodiscard]] CanvasState without(const CanvasState& state, LayerId id);

}  // namespace heddle::paint
