#include "image/write_image.h"

#include <algorithm>
#include <span>

#include "base/atomic_file.h"
#include "base/printable.h"
#include "image/codecs.h"
#include "image/netpbm.h"

namespace heddle::image {
namespace {

Result<void> write_bytes(const std::filesystem::path& path, const std::vector<std::uint8_t>& bytes) {
  return write_file_atomically(path, std::as_bytes(std::span(bytes)));
}

bool is_netpbm(const std::filesystem::path& path) {
  const std::string ending = path.extension().string();
  return ending == ".ppm" || ending == ".pgm" || ending == ".PPM" || ending == ".PGM";
}

Failure empty_picture(const std::filesystem::path& path) {
  return fail(ErrorKind::invalid_input, "[image.write] there is no picture to write to '{}'", printable(path.string()));
}

}  // namespace

Result<void> write_png(const std::filesystem::path& path, const Image& image, const PngNotes& notes) {
  if (image.empty()) return empty_picture(path);
  auto bytes = encode_png(image, notes);
  if (!bytes) return forward(bytes);
  const ReadLimits any{image.width() + image.height(), UINT64_MAX};
  const auto back = decode_png(*bytes, path.string(), any);
  if (!back || !std::ranges::equal(back->pixels(), image.pixels()))
    return fail(ErrorKind::internal, "[image.write] '{}' did not read back as it was; nothing was written",
                printable(path.string()));
  return write_bytes(path, *bytes);
}

Result<void> write_ppm(const std::filesystem::path& path, const Image& image) {
  if (image.empty()) return empty_picture(path);
  return write_bytes(path, encode_netpbm(image));
}

Result<std::filesystem::path> write_image(const std::filesystem::path& path, const Image& image,
                                          const PngNotes& notes) {
  const bool ppm = is_netpbm(path) || !has_codecs();
  std::filesystem::path target = path;
  if (ppm && !is_netpbm(path)) target.replace_extension(".ppm");
  const auto written = ppm ? write_ppm(target, image) : write_png(target, image, notes);
  if (!written) return Failure(written.error());
  return target;
}

}  // namespace heddle::image
