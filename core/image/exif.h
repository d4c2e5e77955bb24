// EXIF blocks: the orientation, the texts that tools of this field put there, and a block with a text to write. Used by
// the readers and writers of JPEG, PNG and WebP. Thread rule: pure functions. Source: TIFF 6.0, EXIF 2.32.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace heddle::image {

// `tiff` begins with "II*\0" or "MM\0*". 1 to 8, whatever kind of whole number the tag has; none when the block is
// damaged or does not say it.
[[nodiscard]] std::optional<int> exif_orientation(std::span<const std::uint8_t> tiff);

// UTF-8; empty where the block has none.
struct ExifTexts {
  std::string user_comment;  // A1111, SwarmUI, Fooocus; UTF-16 of either order, ASCII or UTF-8 in the file
  std::string maker_note;    // Fooocus: which form its user comment has
  std::string make, model;   // ComfyUI: "prompt:{...}", "workflow:{...}"
  std::string software;
};
[[nodiscard]] ExifTexts exif_texts(std::span<const std::uint8_t> tiff);

// A block with one user comment, as A1111 writes it: big-endian, "UNICODE\0" and UTF-16.
[[nodiscard]] std::vector<std::uint8_t> exif_with_comment(std::string_view text);

}  // namespace heddle::image
