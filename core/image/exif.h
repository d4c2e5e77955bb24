// Reads the orientation from an EXIF block and nothing else. Used by the PNG and JPEG readers. Thread rule: pure
// function. Source: TIFF 6.0 header and IFD 0, EXIF 2.32 tag 0x0112.
#pragma once

#include <cstdint>
#include <span>

namespace heddle::image {

// `tiff` begins with "II*\0" or "MM\0*". 1 (upright) when the block is damaged or has no orientation.
[[nodiscard]] int exif_orientation(std::span<const std::uint8_t> tiff);

}  // namespace heddle::image
