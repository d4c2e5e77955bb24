// The holes of pictures from which a repainting network learns: a thing's box, its outline with a margin, brush
// strokes, a side of the picture, or all of it. Used by the repainting objective. Pure functions.
#pragma once

#include <ATen/core/Tensor.h>

#include "scenes/random.h"

namespace heddle::training {

enum class HoleKind { box, outline, strokes, side, all };

// One in the shares that training takes: most of them over the thing.
[[nodiscard]] HoleKind drawn_kind(scenes::Dice& dice);

// u8 (size, size), 255 where the picture is to be made new, else 0. `thing`: u8 (size, size), above 0 where the things
// are; where there is none, kinds that need one are strokes.
[[nodiscard]] at::Tensor hole_of(HoleKind kind, const at::Tensor& thing, scenes::Dice& dice);

}  // namespace heddle::training
