// The images that a PNG carries for its graph: references and masks that the graph names by their content, as the bytes
// of their own files, so that the result can be made again wherever it is opened. One private chunk "hdIm" each: the
// name, a zero, the bytes; other programs skip it. Used by saving, `heddle render` and the window's import. Thread
// rule: pure functions. Source: PNG specification 5.4 (naming of private chunks).
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace heddle::image {

struct CarriedImage {
  std::string hash;   // lower-case hexadecimal, as the graph names it
  std::string bytes;  // of the picture's file
  bool operator==(const CarriedImage&) const = default;
};

// All of a file together; more are not written, and a file that holds more is refused.
inline constexpr std::size_t kCarriedBytesMost = std::size_t{256} << 20U;

[[nodiscard]] std::vector<std::uint8_t> png_image_chunk(const CarriedImage& image);

// In the order of the file. The name is the file's own claim: hash an image again where that matters.
// Fails with invalid_input: not a PNG, cut, damaged, beyond the caps.
[[nodiscard]] Result<std::vector<CarriedImage>> read_png_images(std::span<const std::uint8_t> bytes,
                                                                std::string_view name);
[[nodiscard]] Result<std::vector<CarriedImage>> read_png_images(const std::filesystem::path& path);

}  // namespace heddle::image
