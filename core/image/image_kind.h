// Recognises the format of an image file by its first bytes and never by its name. Used by read_image and by `heddle
// inspect`. Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace heddle::image {

enum class ImageKind {
  empty,
  png,
  jpeg,
  ppm,
  pgm,
  plain_netpbm,
  webp,
  avif,
  gif,
  bmp,
  tiff,
  heif,
  jxl,
  exr,
  psd,
  svg,
  pdf,
  web_page,
  lfs_pointer,
  zip,
  safetensors,
  text,
  unknown
};

[[nodiscard]] ImageKind image_kind(std::span<const std::uint8_t> bytes);

// A PNG of 16 bits a channel, of which read_image keeps 8. `bytes`: its first 25 at least.
[[nodiscard]] bool is_16_bit_png(std::span<const std::uint8_t> bytes);

// True for the kinds that read_image reads.
[[nodiscard]] bool is_readable(ImageKind kind);

// The rest of a sentence that begins with the file's name: "is a GIF picture; save it as PNG".
[[nodiscard]] std::string_view refusal(ImageKind kind);

}  // namespace heddle::image
