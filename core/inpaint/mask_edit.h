// Changes masks: images of one channel, 255 = change. Used by job, the nodes and the window. Thread rule: pure
// functions.
#pragma once

#include <array>
#include <cstdint>

#include "image/image.h"

namespace heddle::inpaint {

// Each pixel becomes the largest value within `radius` pixels of it (a disc).
[[nodiscard]] image::Image grown(const image::Image& mask, int radius);
// The smallest value within `radius`; the picture's border is no edge.
[[nodiscard]] image::Image shrunk(const image::Image& mask, int radius);
// A soft edge: the mask blurred by three boxes, which is nearly a Gaussian of a third of `radius`. No pixel that is
// farther than `radius` from a white one, along a row or a column, is anything but 0.
[[nodiscard]] image::Image feathered(const image::Image& mask, int radius);
[[nodiscard]] image::Image inverted(const image::Image& mask);
// Parts below one half that white encloses become white.
[[nodiscard]] image::Image holes_filled(const image::Image& mask);
// Parts that hang together, corners included, of fewer than `pixels` pixels above 0 become black.
[[nodiscard]] image::Image specks_removed(const image::Image& mask, std::int64_t pixels);
// 255 where the mask is at least `level`, else 0.
[[nodiscard]] image::Image at_least(const image::Image& mask, int level);

// Both of one size.
[[nodiscard]] image::Image united(const image::Image& a, const image::Image& b);
[[nodiscard]] image::Image difference(const image::Image& a, const image::Image& b);

// White where the image is transparent: 255 - alpha; black everywhere without an alpha channel.
[[nodiscard]] image::Image transparency_of(const image::Image& image);
// White where no channel differs from `rgb` by more than `tolerance`.
[[nodiscard]] image::Image places_of_colour(const image::Image& image, std::array<std::uint8_t, 3> rgb, int tolerance);

}  // namespace heddle::inpaint
