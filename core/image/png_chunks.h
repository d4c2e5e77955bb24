// Walks the chunks of a PNG without leaving the file, and computes the checksum. Used by png_text and write_image.
// Thread rule: one walk belongs to one thread.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace heddle::image {

inline constexpr std::array<std::uint8_t, 8> kPngSignature = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

struct PngChunk {
  std::string_view type;  // "tEXt"
  std::span<const std::uint8_t> data;
  std::uint32_t checksum = 0;  // as the file has it; compare with png_checksum(type, data)
};

// CRC-32 (ISO 3309) over type and data.
[[nodiscard]] std::uint32_t png_checksum(std::string_view type, std::span<const std::uint8_t> data);

// A whole chunk: length, type, data, checksum. Requires: type has four letters, data less than 2^31 bytes.
[[nodiscard]] std::vector<std::uint8_t> png_chunk(std::string_view type, std::span<const std::uint8_t> data);

class PngChunkWalk final {
 public:
  // Requires: `bytes` outlives the walk and begins with kPngSignature.
  explicit PngChunkWalk(std::span<const std::uint8_t> bytes) : rest_(bytes.subspan(kPngSignature.size())) {}

  // The next chunk, IEND included. Fails with invalid_input when the file ends or a length points beyond it.
  Result<PngChunk> next(std::string_view name);

 private:
  std::span<const std::uint8_t> rest_;
};

}  // namespace heddle::image
