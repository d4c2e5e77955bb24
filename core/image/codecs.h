// The interface to libpng, libjpeg, libwebp, libavif and zlib; without_codecs.cpp implements it in a build that has
// none of them. Used by this room only. Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/note.h"
#include "base/result.h"
#include "image/image.h"
#include "image/png_text.h"
#include "image/read_image.h"

namespace heddle::image {

[[nodiscard]] Result<Image> decode_png(std::span<const std::uint8_t> bytes, std::string_view name,
                                       const ReadLimits& limits);
// `notes` null: what would be a note is an error (a JPEG without its end) or goes without saying.
[[nodiscard]] Result<Image> decode_jpeg(std::span<const std::uint8_t> bytes, std::string_view name,
                                        const ReadLimits& limits, std::vector<Note>* notes);
[[nodiscard]] Result<Image> decode_webp(std::span<const std::uint8_t> bytes, std::string_view name,
                                        const ReadLimits& limits, std::vector<Note>* notes);
[[nodiscard]] Result<Image> decode_avif(std::span<const std::uint8_t> bytes, std::string_view name,
                                        const ReadLimits& limits, std::vector<Note>* notes);

// What an AVIF keeps beside its pixels; empty where there is none, or where the file cannot be read.
struct AvifMetadata {
  std::vector<std::uint8_t> exif;  // TIFF, without its heading
  std::string xmp;                 // the packet
};
[[nodiscard]] AvifMetadata avif_metadata(std::span<const std::uint8_t> bytes);

// Without metadata. JPEG: quality 95, colours in full, alpha over white. WebP: lossless.
[[nodiscard]] Result<std::vector<std::uint8_t>> encode_jpeg(const Image& image);
[[nodiscard]] Result<std::vector<std::uint8_t>> encode_webp(const Image& image);

// The text of a zlib stream, or nothing when it is damaged, cut, or longer than `limit`.
[[nodiscard]] std::optional<std::string> inflate_text(std::span<const std::uint8_t> bytes, std::size_t limit);

// Refuses a size beyond the limits with the numbers in the message.
[[nodiscard]] Result<void> check_size(std::int64_t width, std::int64_t height, int channels, std::string_view name,
                                      const ReadLimits& limits);

}  // namespace heddle::image
