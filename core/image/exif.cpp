#include "image/exif.h"

namespace heddle::image {
namespace {

// Numbers of the block's own byte order; zero beyond its end.
struct TiffBytes {
  std::span<const std::uint8_t> bytes;
  bool little = true;

  [[nodiscard]] std::uint32_t number(std::size_t at, std::size_t width) const {
    if (at > bytes.size() || bytes.size() - at < width) return 0;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < width; ++i) value = value << 8U | bytes[little ? at + width - 1 - i : at + i];
    return value;
  }
};

constexpr std::uint32_t kOrientationTag = 0x0112;
constexpr std::uint32_t kShortType = 3;
constexpr std::size_t kEntrySize = 12;

}  // namespace

int exif_orientation(std::span<const std::uint8_t> tiff) {
  if (tiff.size() < 8 || tiff[0] != tiff[1] || (tiff[0] != 'I' && tiff[0] != 'M')) return 1;
  const TiffBytes block{tiff, tiff[0] == 'I'};
  if (block.number(2, 2) != 42) return 1;
  const std::size_t directory = block.number(4, 4);
  const std::size_t entries = block.number(directory, 2);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + i * kEntrySize;
    if (block.number(entry, 2) != kOrientationTag) continue;
    const std::uint32_t value = block.number(entry + 2, 2) == kShortType ? block.number(entry + 8, 2) : 1;
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

}  // namespace heddle::image
