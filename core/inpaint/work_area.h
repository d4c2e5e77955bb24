// WorkArea: the part of a picture that a run works on, and the size at which it does. Used by job. Thread rule: a value
// and pure functions.
#pragma once

#include <optional>

#include "image/image.h"

namespace heddle::inpaint {

struct Box {
  int left = 0, top = 0, width = 0, height = 0;
  bool operator==(const Box&) const = default;
};

// Around every pixel above 0; none where the mask is black.
[[nodiscard]] std::optional<Box> bounds_of(const image::Image& mask);

struct WorkArea {
  Box box;                    // in the picture
  int width = 0, height = 0;  // worked at: multiples of 8
  bool scaled = false;        // else the box is in the corner at its own size, with its last row and column repeated
};

// All of it at its own size.
[[nodiscard]] WorkArea whole_area(int width, int height);
// `around` with `margin` pixels on all sides, moved to where the picture has room, made about `size` x `size` pixels
// large. A narrow box is widened to half of its other side, so that the model sees enough.
[[nodiscard]] WorkArea area_around(const Box& around, int margin, int size, int width, int height);

// The area's pixels at the size worked at; `image` is the whole picture, of any channels.
[[nodiscard]] image::Image taken(const image::Image& image, const WorkArea& area);
// The same for a mask, whose hard edges stay hard.
[[nodiscard]] image::Image taken_mask(const image::Image& mask, const WorkArea& area);
// What was made at the size worked at, at the box's own size.
[[nodiscard]] image::Image given_back(const image::Image& made, const WorkArea& area);

}  // namespace heddle::inpaint
