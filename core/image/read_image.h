// Reads images from disk or memory: PNG, JPEG, WebP, AVIF, PPM and PGM, recognised by their content. Used by nodes, the
// command line, training folders. Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "base/note.h"
#include "base/result.h"
#include "image/image.h"

namespace heddle::image {

// Checked against the file's own header before anything is allocated.
struct ReadLimits {
  int side = 32768;                              // pixels, each way
  std::uint64_t bytes = std::uint64_t{1} << 30;  // of the decoded picture
};

// The whole picture, upright (EXIF orientation applied, or XMP's; of an AVIF its own turns), in sRGB, 8 bits a channel:
// 1 (grey), 3 (RGB) or 4 (RGBA; grey with alpha becomes this too) channels. 16-bit values are rounded; a colour profile
// is converted where LittleCMS is built in, and a broken profile counts as sRGB. CMYK becomes RGB. An animated PNG,
// WebP or AVIF gives its first frame. `notes` receives what is odd: an animation, a JPEG without its end mark, or cut
// within its last rows, which are then as libjpeg fills them. Without `notes` such JPEG are refused: there is no place
// for the note. Fails: not_found, io, unsupported (another kind of file, or "not in this build"), invalid_input (cut,
// damaged, too large).
[[nodiscard]] Result<Image> read_image(const std::filesystem::path& path, const ReadLimits& limits = {},
                                       std::vector<Note>* notes = nullptr);

// `name` stands for the file in messages.
[[nodiscard]] Result<Image> decode_image(std::span<const std::uint8_t> bytes, std::string_view name,
                                         const ReadLimits& limits = {}, std::vector<Note>* notes = nullptr);

// Whether PNG and JPEG are built in; PPM and PGM always are.
[[nodiscard]] bool has_codecs();
// Whether WebP is.
[[nodiscard]] bool has_webp();
// Whether AVIF is.
[[nodiscard]] bool has_avif();

}  // namespace heddle::image
