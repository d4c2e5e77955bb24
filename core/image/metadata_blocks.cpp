#include "image/metadata_blocks.h"

#include <algorithm>

#include "image/exif.h"
#include "image/xmp.h"

namespace heddle::image {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::string_view kExifHead("Exif\0\0", 6), kXmpHead("http://ns.adobe.com/xap/1.0/\0", 29);
constexpr std::size_t kPartsMost = 10000;

std::string_view view_of(Bytes bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

// Some writers leave the heading in places where it does not belong.
Bytes without_exif_head(Bytes block) {
  return view_of(block).starts_with(kExifHead) ? block.subspan(kExifHead.size()) : block;
}

std::uint32_t little_endian_at(Bytes bytes, std::size_t at) {
  return std::uint32_t{bytes[at]} | std::uint32_t{bytes[at + 1]} << 8U | std::uint32_t{bytes[at + 2]} << 16U |
         std::uint32_t{bytes[at + 3]} << 24U;
}

void append_text(std::vector<std::uint8_t>& bytes, std::string_view text) {
  bytes.insert(bytes.end(), text.begin(), text.end());
}

void append_little(std::vector<std::uint8_t>& bytes, std::uint32_t value, int width) {
  for (int i = 0; i < width; ++i) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

void append_segment(std::vector<std::uint8_t>& bytes, std::string_view head, Bytes data) {
  const std::size_t length = 2 + head.size() + data.size();
  bytes.insert(bytes.end(), {0xFF, 0xE1, static_cast<std::uint8_t>(length >> 8U), static_cast<std::uint8_t>(length)});
  append_text(bytes, head);
  bytes.insert(bytes.end(), data.begin(), data.end());
}

void append_chunk(std::vector<std::uint8_t>& bytes, std::string_view type, Bytes data) {
  append_text(bytes, type);
  append_little(bytes, static_cast<std::uint32_t>(data.size()), 4);
  bytes.insert(bytes.end(), data.begin(), data.end());
  if (data.size() % 2 != 0) bytes.push_back(0);
}

Bytes bytes_view(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

}  // namespace

MetadataBlocks jpeg_blocks(Bytes bytes) {
  MetadataBlocks blocks;
  if (bytes.size() < 4 || bytes[0] != 0xFF || bytes[1] != 0xD8) return blocks;
  bytes = bytes.subspan(2);
  for (std::size_t i = 0; i < kPartsMost && bytes.size() >= 4 && bytes[0] == 0xFF; ++i) {
    const std::uint8_t marker = bytes[1];
    if (marker == 0xFF) {  // filling
      bytes = bytes.subspan(1);
      continue;
    }
    if (marker == 0xDA || marker == 0xD9) break;  // pixels, or the end
    const std::size_t length = std::size_t{bytes[2]} << 8U | bytes[3];
    if (length < 2 || length > bytes.size() - 2) break;
    const Bytes data = bytes.subspan(4, length - 2);
    const std::string_view text = view_of(data);
    if (marker == 0xE1 && text.starts_with("Exif") && data.size() >= kExifHead.size() && blocks.exif.empty())
      blocks.exif = data.subspan(kExifHead.size());
    if (marker == 0xE1 && text.starts_with(kXmpHead) && blocks.xmp.empty()) blocks.xmp = text.substr(kXmpHead.size());
    bytes = bytes.subspan(2 + length);
  }
  return blocks;
}

MetadataBlocks webp_blocks(Bytes bytes) {
  MetadataBlocks blocks;
  if (bytes.size() < 12) return blocks;
  bytes = bytes.subspan(12);
  for (std::size_t i = 0; i < kPartsMost && bytes.size() >= 8; ++i) {
    const std::string_view type = view_of(bytes.first(4));
    const std::size_t length = little_endian_at(bytes, 4);
    if (length > bytes.size() - 8) break;
    const Bytes data = bytes.subspan(8, length);
    if (type == "EXIF" && blocks.exif.empty()) blocks.exif = without_exif_head(data);
    if (type == "XMP " && blocks.xmp.empty()) blocks.xmp = view_of(data);
    if (type == "ICCP" && blocks.profile.empty()) blocks.profile = data;
    bytes = bytes.subspan(std::min(bytes.size(), 8 + length + length % 2));
  }
  return blocks;
}

int orientation_of(const MetadataBlocks& blocks) {
  if (const auto own = exif_orientation(blocks.exif)) return *own;
  return xmp_orientation(blocks.xmp).value_or(1);
}

std::vector<std::uint8_t> jpeg_with_blocks(Bytes bytes, Bytes exif, std::string_view xmp) {
  // Behind the mark of the beginning and the JFIF segment, where readers look for them.
  std::size_t place = 2;
  if (bytes.size() >= 6 && bytes[2] == 0xFF && bytes[3] == 0xE0) place += 2 + (std::size_t{bytes[4]} << 8U | bytes[5]);
  place = std::min(place, bytes.size());
  std::vector<std::uint8_t> made(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(place));
  if (!exif.empty()) append_segment(made, kExifHead, exif);
  if (!xmp.empty()) append_segment(made, kXmpHead, bytes_view(xmp));
  made.insert(made.end(), bytes.begin() + static_cast<std::ptrdiff_t>(place), bytes.end());
  return made;
}

std::vector<std::uint8_t> webp_with_blocks(Bytes bytes, const WebpForm& form, Bytes exif, std::string_view xmp) {
  std::vector<std::uint8_t> made;
  append_text(made, "RIFF");
  append_little(made, 0, 4);
  append_text(made, "WEBP");
  std::vector<std::uint8_t> header;
  const std::uint32_t flags = (form.has_alpha ? 0x10U : 0U) | (exif.empty() ? 0U : 0x08U) | (xmp.empty() ? 0U : 0x04U);
  append_little(header, flags, 4);
  append_little(header, static_cast<std::uint32_t>(form.width - 1), 3);
  append_little(header, static_cast<std::uint32_t>(form.height - 1), 3);
  append_chunk(made, "VP8X", header);
  made.insert(made.end(), bytes.begin() + 12, bytes.end());
  if (!exif.empty()) append_chunk(made, "EXIF", exif);
  if (!xmp.empty()) append_chunk(made, "XMP ", bytes_view(xmp));
  const auto length = static_cast<std::uint32_t>(made.size() - 8);
  for (std::size_t i = 0; i < 4; ++i) made[4 + i] = static_cast<std::uint8_t>(length >> (8 * i));
  return made;
}

}  // namespace heddle::image
