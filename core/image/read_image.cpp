#include "image/read_image.h"

#include <new>
#include <string>

#include "base/printable.h"
#include "image/codecs.h"
#include "image/file_bytes.h"
#include "image/image_kind.h"
#include "image/netpbm.h"

namespace heddle::image {
namespace {

Result<Image> decode_kind(ImageKind kind, std::span<const std::uint8_t> bytes, std::string_view name,
                          const ReadLimits& limits, std::vector<Note>* notes) {
  switch (kind) {
    case ImageKind::png: return decode_png(bytes, name, limits);
    case ImageKind::jpeg: return decode_jpeg(bytes, name, limits, notes);
    case ImageKind::webp: return decode_webp(bytes, name, limits, notes);
    case ImageKind::avif: return decode_avif(bytes, name, limits, notes);
    case ImageKind::ppm:
    case ImageKind::pgm: return decode_netpbm(bytes, name, limits);
    default: return fail(ErrorKind::unsupported, "[image.read] '{}' {}", name, refusal(kind));
  }
}

}  // namespace

Result<void> check_size(std::int64_t width, std::int64_t height, int channels, std::string_view name,
                        const ReadLimits& limits) {
  if (width < 1 || height < 1)
    return fail(ErrorKind::invalid_input, "[image.read] '{}' says it is {} x {} pixels; the file is damaged", name,
                width, height);
  if (width > limits.side || height > limits.side)
    return fail(ErrorKind::invalid_input, "[image.read] '{}' is {} x {} pixels; at most {} a side are read", name,
                width, height, limits.side);
  const auto bytes =
      static_cast<std::uint64_t>(width) * static_cast<std::uint64_t>(height) * static_cast<std::uint64_t>(channels);
  if (bytes > limits.bytes)
    return fail(ErrorKind::invalid_input, "[image.read] '{}' is {} x {} pixels, {} in memory; at most {} are read",
                name, width, height, readable_size(bytes), readable_size(limits.bytes));
  return {};
}

Result<Image> decode_image(std::span<const std::uint8_t> bytes, std::string_view name, const ReadLimits& limits,
                           std::vector<Note>* notes) {
  const std::string shown = printable(name);
  try {
    return decode_kind(image_kind(bytes), bytes, shown, limits, notes);
  } catch (const std::bad_alloc&) {
    return fail(ErrorKind::out_of_memory, "[image.read] there is not enough memory for '{}'; close something", shown);
  }
}

Result<Image> read_image(const std::filesystem::path& path, const ReadLimits& limits, std::vector<Note>* notes) {
  auto bytes = read_file_bytes(path, limits.bytes);
  if (!bytes) return forward(bytes);
  return decode_image(*bytes, path.string(), limits, notes);
}

}  // namespace heddle::image
