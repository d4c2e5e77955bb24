// Scales images exactly as Pillow 13 does for 8-bit modes, to the bit: antialiased, fixed-point weights, each of the
// two passes rounded to 8 bits. Used by fit, nodes, previews. Thread rule: pure functions.
#pragma once

#include "image/image.h"

namespace heddle::image {

// Support in source pixels at the same size: box 0.5, bilinear 1, bicubic 2 (a = -0.5), lanczos 3. When shrinking, the
// filter grows with the step. `nearest` takes the pixel under each centre.
enum class Filter { nearest, box, bilinear, bicubic, lanczos };

// As PIL.Image.resize((width, height), filter): four channels are weighed by alpha while they are mixed.
// Requires: width, height >= 1 and a picture that is not empty.
[[nodiscard]] Image resize(const Image& image, int width, int height, Filter filter);

}  // namespace heddle::image
