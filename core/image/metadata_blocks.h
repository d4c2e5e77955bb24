// Where JPEG and WebP keep their EXIF and XMP blocks: walks that never leave the file, and the writing of both. Used by
// the readers and writers of these formats and by image_texts. Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace heddle::image {

struct MetadataBlocks {
  std::span<const std::uint8_t> exif;     // TIFF, without its heading; empty: none
  std::string_view xmp;                   // the packet; empty: none
  std::span<const std::uint8_t> profile;  // ICC, of WebP only
};

// Views into `bytes`. Of a damaged file: what is before the damage.
[[nodiscard]] MetadataBlocks jpeg_blocks(std::span<const std::uint8_t> bytes);
[[nodiscard]] MetadataBlocks webp_blocks(std::span<const std::uint8_t> bytes);

// The EXIF block's word, else that of the XMP packet, else 1.
[[nodiscard]] int orientation_of(const MetadataBlocks& blocks);

// What a block of JPEG holds at most; WebP's have no such limit.
inline constexpr std::size_t kJpegExifMost = 65527, kJpegXmpMost = 65504;

// The file with these blocks; empty ones are left out. Requires: `bytes` is a JPEG, or a WebP as libwebp encodes it
// (one VP8 or VP8L chunk); blocks of JPEG have at most the sizes above.
[[nodiscard]] std::vector<std::uint8_t> jpeg_with_blocks(std::span<const std::uint8_t> bytes,
                                                         std::span<const std::uint8_t> exif, std::string_view xmp);
struct WebpForm {
  int width = 0, height = 0;
  bool has_alpha = false;
};
[[nodiscard]] std::vector<std::uint8_t> webp_with_blocks(std::span<const std::uint8_t> bytes, const WebpForm& form,
                                                         std::span<const std::uint8_t> exif, std::string_view xmp);

}  // namespace heddle::image
