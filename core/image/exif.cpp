#include "image/exif.h"

#include <algorithm>

#include "base/utf8.h"

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

enum Tag : std::uint32_t {
  kMake = 0x010f,
  kModel = 0x0110,
  kOrientation = 0x0112,
  kSoftware = 0x0131,
  kExifPointer = 0x8769,
  kMakerNote = 0x927c,
  kUserComment = 0x9286
};
constexpr std::size_t kEntrySize = 12, kEntriesMost = 1000;

// Bytes of one value of a TIFF type; 0 for types that there are not.
std::size_t width_of(std::uint32_t type) {
  switch (type) {
    case 1:
    case 2:
    case 6:
    case 7: return 1;
    case 3:
    case 8: return 2;
    case 4:
    case 9:
    case 11: return 4;
    case 5:
    case 10:
    case 12: return 8;
    default: return 0;
  }
}

struct TiffEntry {
  std::uint32_t tag = 0, type = 0, count = 0;
  std::size_t data = 0;  // where its value is
};

std::optional<TiffBytes> tiff_block(std::span<const std::uint8_t> tiff) {
  if (tiff.size() < 8 || tiff[0] != tiff[1] || (tiff[0] != 'I' && tiff[0] != 'M')) return std::nullopt;
  const TiffBytes block{tiff, tiff[0] == 'I'};
  return block.number(2, 2) == 42 ? std::optional(block) : std::nullopt;
}

std::optional<TiffEntry> find_entry(const TiffBytes& block, std::size_t directory, std::uint32_t tag) {
  const std::size_t entries = std::min<std::size_t>(block.number(directory, 2), kEntriesMost);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t at = directory + 2 + i * kEntrySize;
    if (block.number(at, 2) != tag) continue;
    TiffEntry entry{tag, block.number(at + 2, 2), block.number(at + 4, 4), at + 8};
    if (width_of(entry.type) * std::uint64_t{entry.count} > 4) entry.data = block.number(at + 8, 4);
    return entry;
  }
  return std::nullopt;
}

std::span<const std::uint8_t> bytes_of(const TiffBytes& block, const std::optional<TiffEntry>& entry) {
  if (!entry || width_of(entry->type) != 1 || entry->data > block.bytes.size()) return {};
  return block.bytes.subspan(entry->data, std::min<std::size_t>(entry->count, block.bytes.size() - entry->data));
}

std::string plain_text(std::span<const std::uint8_t> bytes) {
  const auto end = std::ranges::find(bytes, std::uint8_t{0});
  return clean_utf8({reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(end - bytes.begin())});
}

// The order of UTF-16: by its mark, else by where its zero bytes are (most text is below U+0100), else as the block's
// numbers.
bool is_little_utf16(std::span<const std::uint8_t> bytes, bool otherwise) {
  if (bytes.size() >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF) return false;
  if (bytes.size() >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE) return true;
  std::size_t first = 0, second = 0;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    first += bytes[i] == 0 ? 1 : 0;
    second += bytes[i + 1] == 0 ? 1 : 0;
  }
  return first == second ? otherwise : second > first;
}

std::string utf16_text(std::span<const std::uint8_t> bytes, bool block_is_little) {
  const bool little = is_little_utf16(bytes, block_is_little);
  std::string text;
  char32_t high = 0;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const char32_t unit = little ? bytes[i] | bytes[i + 1] << 8 : bytes[i] << 8 | bytes[i + 1];
    if (unit == 0 || unit == 0xFEFF) continue;
    if (unit >= 0xD800 && unit < 0xDC00) {
      high = unit;
      continue;
    }
    const bool is_low = unit >= 0xDC00 && unit < 0xE000 && high != 0;
    append_utf8(text, is_low ? 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00) : unit);
    high = 0;
  }
  return text;
}

// Eight letters say what follows: "UNICODE\0", "ASCII\0\0\0", or zeros.
std::string comment_text(std::span<const std::uint8_t> bytes, bool block_is_little) {
  constexpr std::size_t kCodeBytes = 8;
  if (bytes.size() < kCodeBytes) return {};
  const std::string_view code(reinterpret_cast<const char*>(bytes.data()), kCodeBytes);
  const auto rest = bytes.subspan(kCodeBytes);
  if (code.starts_with("UNICODE")) return utf16_text(rest, block_is_little);
  if (code.starts_with("ASCII") || code == std::string_view("\0\0\0\0\0\0\0\0", kCodeBytes)) return plain_text(rest);
  return plain_text(bytes);
}

void append_number(std::vector<std::uint8_t>& bytes, std::uint32_t value, int width) {
  for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(value >> shift));
}

}  // namespace

std::optional<int> exif_orientation(std::span<const std::uint8_t> tiff) {
  const auto block = tiff_block(tiff);
  const auto entry = block ? find_entry(*block, block->number(4, 4), kOrientation) : std::nullopt;
  if (!entry || entry->count < 1) return std::nullopt;
  std::size_t width = width_of(entry->type);
  if (entry->type == 2 || entry->type > 9 || width == 0) return std::nullopt;
  std::uint32_t value = block->number(entry->data, std::min<std::size_t>(width, 4));
  // Some writers of the other byte order put a short where a long is said.
  if (width == 4 && value > 8) value = block->number(entry->data, 2);
  return value >= 1 && value <= 8 ? std::optional(static_cast<int>(value)) : std::nullopt;
}

ExifTexts exif_texts(std::span<const std::uint8_t> tiff) {
  ExifTexts texts;
  const auto block = tiff_block(tiff);
  if (!block) return texts;
  const std::size_t first = block->number(4, 4);
  const auto text = [&](std::size_t directory, std::uint32_t tag) {
    return plain_text(bytes_of(*block, find_entry(*block, directory, tag)));
  };
  texts.make = text(first, kMake);
  texts.model = text(first, kModel);
  texts.software = text(first, kSoftware);
  const auto pointer = find_entry(*block, first, kExifPointer);
  const std::size_t exif = pointer ? block->number(pointer->data, 4) : first;
  texts.maker_note = text(exif, kMakerNote);
  texts.user_comment = comment_text(bytes_of(*block, find_entry(*block, exif, kUserComment)), block->little);
  return texts;
}

std::vector<std::uint8_t> exif_with_comment(std::string_view text) {
  std::vector<std::uint8_t> comment = {'U', 'N', 'I', 'C', 'O', 'D', 'E', 0};
  for (const char32_t point : decode_utf8(text)) {
    if (point < 0x10000) {
      append_number(comment, point, 2);
    } else {
      append_number(comment, 0xD800 + ((point - 0x10000) >> 10), 2);
      append_number(comment, 0xDC00 + ((point - 0x10000) & 0x3FF), 2);
    }
  }
  constexpr std::uint32_t kFirst = 8, kDirectory = 2 + kEntrySize + 4, kExif = kFirst + kDirectory;
  std::vector<std::uint8_t> block = {'M', 'M', 0, 42};
  const auto directory = [&](std::uint32_t tag, std::uint32_t type, std::uint32_t count, std::uint32_t value) {
    append_number(block, 1, 2);
    append_number(block, tag, 2);
    append_number(block, type, 2);
    append_number(block, count, 4);
    append_number(block, value, 4);
    append_number(block, 0, 4);  // no further directory
  };
  append_number(block, kFirst, 4);
  directory(kExifPointer, 4, 1, kExif);
  directory(kUserComment, 7, static_cast<std::uint32_t>(comment.size()), kExif + kDirectory);
  block.insert(block.end(), comment.begin(), comment.end());
  return block;
}

}  // namespace heddle::image
