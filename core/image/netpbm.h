// Reads and writes PPM and PGM (binary, P5 and P6), the image format of a build without libpng. Format: netpbm's ppm(5)
// and pgm(5). Used by read_image and write_image. Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "image/read_image.h"

namespace heddle::image {

// The first picture of the file; values of any maximum up to 65535 are scaled to 0..255, rounded.
[[nodiscard]] Result<Image> decode_netpbm(std::span<const std::uint8_t> bytes, std::string_view name,
                                          const ReadLimits& limits);

// P5 for one channel, P6 for three and for four (alpha is left out). Requires: image is not empty.
[[nodiscard]] std::vector<std::uint8_t> encode_netpbm(const Image& image);

}  // namespace heddle::image
