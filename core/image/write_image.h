// Writes images: PNG with texts and the sRGB mark, JPEG and WebP with what they can carry, PPM. Used by nodes, the
// command line, training previews. Thread rule: pure functions; two threads must not write one path.
#pragma once

#include <filesystem>
#include <vector>

#include "base/note.h"
#include "base/result.h"
#include "image/image.h"
#include "image/png_images.h"
#include "image/png_text.h"

namespace heddle::image {

// The metadata of a PNG.
struct PngNotes {
  std::vector<PngText> texts;
  std::vector<CarriedImage> images;
};

// 8 bits a channel, marked as sRGB, the notes before the pixels. The same input gives the same bytes.
// Fails: invalid_input (an empty picture, a text's key that PNG does not allow, notes beyond the caps), unsupported
// ("not in this build").
[[nodiscard]] Result<std::vector<std::uint8_t>> encode_png(const Image& image, const PngNotes& notes = {});

// Atomic (base/atomic_file.h). The bytes are read back and compared before they are written.
[[nodiscard]] Result<void> write_png(const std::filesystem::path& path, const Image& image, const PngNotes& notes = {});

// P6, or P5 for one channel; alpha is left out.
[[nodiscard]] Result<void> write_ppm(const std::filesystem::path& path, const Image& image);

// What write_image can write, by the path's ending: .png (also none at all), .jpg, .jpeg, .webp, .ppm, .pgm. Fails with
// the endings that there are, so that the error comes before a long run.
[[nodiscard]] Result<void> check_ending(const std::filesystem::path& path);

// By the path's ending. In a build without PNG, "a.png" becomes "a.ppm". JPEG and WebP carry `parameters` as EXIF's
// user comment and Heddle's graph as XMP; what does not fit there, and the pictures that a PNG would carry, is left out
// and noted. Returns the path that was written. Fails as encode_png, and for other endings.
[[nodiscard]] Result<std::filesystem::path> write_image(const std::filesystem::path& path, const Image& image,
                                                        const PngNotes& notes = {}, std::vector<Note>* said = nullptr);

}  // namespace heddle::image
