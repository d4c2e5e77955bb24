#include "image/png_images.h"

#include <algorithm>

#include "base/printable.h"
#include "image/file_bytes.h"
#include "image/png_chunks.h"
#include "image/png_text.h"
#include "image/read_image.h"

namespace heddle::image {
namespace {

constexpr std::string_view kType = "hdIm";  // not critical, private, safe to copy
constexpr std::size_t kHashMost = 128;

bool is_hash(std::string_view text) {
  const auto digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return text.size() >= 16 && text.size() <= kHashMost && std::ranges::all_of(text, digit);
}

Failure damaged_image(std::string_view name, std::string_view what) {
  return fail(ErrorKind::invalid_input,
              "[png.read] '{}': {} in the pictures that it carries; save or download it again", name, what);
}

}  // namespace

std::vector<std::uint8_t> png_image_chunk(const CarriedImage& image) {
  std::string data = image.hash;
  data += '\0';
  data += image.bytes;
  return png_chunk(kType, {reinterpret_cast<const std::uint8_t*>(data.data()), data.size()});
}

Result<std::vector<CarriedImage>> read_png_images(std::span<const std::uint8_t> bytes, std::string_view name) {
  const std::string shown = printable(name);
  if (bytes.size() < kPngSignature.size() || !std::ranges::equal(bytes.first(kPngSignature.size()), kPngSignature))
    return fail(ErrorKind::invalid_input, "[png.read] '{}' is not a PNG picture", shown);
  std::vector<CarriedImage> images;
  std::size_t left = kCarriedBytesMost;
  PngChunkWalk walk(bytes);
  for (std::size_t i = 0; i < kChunksMost; ++i) {
    const auto chunk = walk.next(shown);
    if (!chunk) return Failure(chunk.error());
    if (chunk->type == "IEND") return images;
    if (chunk->type != kType) continue;
    if (png_checksum(chunk->type, chunk->data) != chunk->checksum) return damaged_image(shown, "wrong checksum");
    const std::string_view data(reinterpret_cast<const char*>(chunk->data.data()), chunk->data.size());
    const auto end = data.find('\0');
    if (end == std::string_view::npos || !is_hash(data.substr(0, end))) return damaged_image(shown, "a missing name");
    if (data.size() > left) return damaged_image(shown, fmt::format("more than {}", readable_size(kCarriedBytesMost)));
    left -= data.size();
    images.push_back({std::string(data.substr(0, end)), std::string(data.substr(end + 1))});
  }
  return fail(ErrorKind::invalid_input, "[png.read] '{}' has more than {} parts; no honest picture does", shown,
              kChunksMost);
}

Result<std::vector<CarriedImage>> read_png_images(const std::filesystem::path& path) {
  auto bytes = read_file_bytes(path, ReadLimits{}.bytes);
  if (!bytes) return forward(bytes);
  return read_png_images(*bytes, path.string());
}

}  // namespace heddle::image
