// Conversions between the kinds of Image, pixel by pixel: grey, RGB, RGBA; turning; cropping. Used by readers, fit and
// nodes. Thread rule: pure functions.
#pragma once

#include "image/image.h"

namespace heddle::image {

// RGB of any picture: grey is repeated, transparency shows white, as transformers' image processors do (to the bit).
[[nodiscard]] Image to_rgb(const Image& image);

// The colours as they are stored, alpha dropped; one and three channels come back as they are.
[[nodiscard]] Image without_alpha(const Image& image);

// ITU-R 601 luma with Pillow's integer weights, alpha dropped. One channel comes back as it is.
[[nodiscard]] Image to_grey(const Image& image);

// The rectangle of `width` x `height` whose corner is at (left, top). Requires: it is inside.
[[nodiscard]] Image cropped(const Image& image, int left, int top, int width, int height);

// Turned and mirrored as EXIF's orientation 1..8 says; other numbers leave it as it is.
[[nodiscard]] Image upright(const Image& image, int orientation);

}  // namespace heddle::image
