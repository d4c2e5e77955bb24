// What a picture says of its making, in whatever format it is: a PNG's texts, and what JPEG, WebP and AVIF have in
// their EXIF and XMP blocks under the keys that PNG would have. Used by the import of pictures and by `heddle render`.
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "image/png_text.h"

namespace heddle::image {

// JPEG, WebP and AVIF: the EXIF user comment is "parameters", ComfyUI's "prompt:" and "workflow:" in make and model are
// "prompt" and "workflow", a maker note is "fooocus_scheme" (Fooocus), Heddle's graph in the XMP packet is "heddle".
// Other formats have no texts. Failure: the file cannot be read, or is a damaged PNG.
[[nodiscard]] Result<std::vector<PngText>> read_image_texts(std::span<const std::uint8_t> bytes, std::string_view name);
[[nodiscard]] Result<std::vector<PngText>> read_image_texts(const std::filesystem::path& path);

}  // namespace heddle::image
