// The texts inside a PNG: the graph that made it, A1111's `parameters`, other tools' notes. Used by saving, by reading
// a dropped image, by `heddle inspect`. Thread rule: pure functions. Source: PNG specification 11.3.4.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace heddle::image {

// Both are UTF-8. Requires for writing: key has 1 to 79 letters of ASCII.
struct PngText {
  std::string key;
  std::string text;
  bool operator==(const PngText&) const = default;
};

// Beyond these a file is refused: no real tool comes near, and a hostile file must not fill the memory.
inline constexpr std::size_t kTextBytesMost = 16U << 20U;  // all texts of a file together, unpacked
inline constexpr std::size_t kChunksMost = 10000;

// tEXt, zTXt and iTXt in the order of the file. Latin-1 becomes UTF-8 where it is not that already; broken UTF-8 gets
// U+FFFD in its place, NUL is left out. Checks lengths, the checksums of the text chunks, and that the file continues
// to its end chunk. Fails: invalid_input (not a PNG, cut, damaged, beyond the caps), unsupported (packed texts in a
// build without zlib).
[[nodiscard]] Result<std::vector<PngText>> read_png_texts(std::span<const std::uint8_t> bytes, std::string_view name);
[[nodiscard]] Result<std::vector<PngText>> read_png_texts(const std::filesystem::path& path);

// The chunk for one text, with length and checksum: tEXt for ASCII, else iTXt, never packed (ComfyUI reads no other);
// the key "heddle" is always iTXt.
[[nodiscard]] std::vector<std::uint8_t> png_text_chunk(const PngText& text);

}  // namespace heddle::image
